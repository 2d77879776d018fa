using System.Diagnostics;
using AkkaOrm.Servers;
using Npgsql;

namespace AkkaOrm.Children;

/// <summary>A process that holds a server, with a temporary folder nobody else looks into.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private Child(Process process) => this.process = process;

    /// <summary>Where the server came from; null when the child got none.</summary>
    public string? Source { get; private set; }

    public string ConnectionString { get; private set; } = "";

    /// <summary>Everything the child printed when it got no server.</summary>
    public string Said { get; private set; } = "";

    public int Id => process.Id;

    /// <summary>Starts the child and waits until it holds a server or has failed.</summary>
    public static async Task<Child> StartAsync(PrivateTemp temp, string postgres, string[]? arguments = null, bool asServerUser = false, string? home = null)
    {
        string[] line = [Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            Path.Combine(asServerUser ? temp.CopyOfProgram() : AppContext.BaseDirectory, typeof(Child).Assembly.GetName().Name + ".dll"), .. arguments ?? []];
        line = asServerUser ? ["runuser", "-u", "postgres", "--", .. line] : line;
        var info = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = temp.Path,
            Environment = { ["TMPDIR"] = temp.Path, ["AKKAORM_POSTGRES"] = postgres },
        };
        if (home is not null)
        {
            info.Environment["HOME"] = home;
        }

        var child = new Child(Process.Start(info)!);
        using var deadline = new CancellationTokenSource(Limit);
        var first = await child.process.StandardOutput.ReadLineAsync(deadline.Token) ?? "";
        if (first.Split('|') is [Program.Ready, var source, var connectionString])
        {
            child.Source = source;
            child.ConnectionString = connectionString;
        }
        else
        {
            child.Said = first + "\n" + await child.process.StandardOutput.ReadToEndAsync(deadline.Token);
            await child.process.WaitForExitAsync(deadline.Token);
        }

        return child;
    }

    /// <summary>Ends the child in order.</summary>
    public async Task FinishAsync()
    {
        process.StandardInput.Close();
        await ExitAsync();
    }

    /// <summary>Ends the child without a chance to clean up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await ExitAsync();
    }

    /// <summary>Sends a signal and waits for the child's end.</summary>
    public async Task SignalAsync(int signal)
    {
        _ = OwnServerProcess.Kill(Id, signal);
        await ExitAsync();
    }

    public async Task<bool> AnswersAsync()
    {
        var target = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 5 };
        try
        {
            await using var connection = new NpgsqlConnection(target.ConnectionString);
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(Limit))
            {
                process.Kill();
            }
        }

        process.Dispose();
    }

    private async Task ExitAsync()
    {
        using var deadline = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(deadline.Token);
    }
}
