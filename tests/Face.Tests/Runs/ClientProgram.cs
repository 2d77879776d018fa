using System.Reflection;
using Programs;

namespace AkkaOrm.Face;

/// <summary>Runs a client program as it is: its methods are private, as a user would write them.</summary>
internal static class ClientProgram
{
    public static async Task RunAsync(string program, string method, params object?[] arguments) => await (Task)Call(program, method, arguments)!;

    public static async Task<T> RunAsync<T>(string program, string method, params object?[] arguments) => await (Task<T>)Call(program, method, arguments)!;

    public static T Field<T>(string program, string field) =>
        (T)TypeOf(program).GetField(field, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

    public static object? Call(string program, string method, params object?[] arguments) =>
        TypeOf(program).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    /// <summary>What a program prints.</summary>
    public static async Task<string> PrintedAsync(Func<Task> run)
    {
        var before = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(printed));
        try
        {
            await run();
        }
        finally
        {
            Console.SetOut(before);
        }
        return printed.ToString();
    }

    private static Type TypeOf(string program) => typeof(Concierge).Assembly.GetType($"Programs.{program}", throwOnError: true)!;
}
