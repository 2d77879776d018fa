using System.Diagnostics;
using Actors.Tests.Connections;
using Akka.Event;
using Akka.TestKit;
using AkkaOrm;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using AkkaOrm.Types;
using Xunit;
using static Actors.Tests.Connections.TestPlans;

namespace Actors.Tests.Telemetry;

/// <summary>S16, and the traces beside it: what was sent, as it was sent, without values unless asked for.</summary>
public sealed class StatementEchoTests : RouterTestKit
{
    private static readonly PlanStep ByName = Step("SELECT id FROM t WHERE name = $1 AND id = ANY($2)", [new(StoreTypes.Text), Many(StoreTypes.Integer)],
        new Argument.Value("secret name"), new Argument.Value(new int?[] { 1, null }));

    [Fact]
    public async Task Each_statement_is_echoed_with_its_session_parameters_as_question_marks_time_rows_and_origin()
    {
        Start("statements.echo = on");
        var lines = Lines();
        await RunAsync(new Plan([ByName]));
        await RunAsync(new Plan([ByName]));
        Assert.Matches(@"^\[s\] SELECT id FROM t WHERE name = \$1 AND id = ANY\(\$2\)  \(\$1 = \?, \$2 = \?\)  \d+\.\d ms, 1 row, compiled$", await NextAsync(lines));
        Assert.EndsWith("1 row, cached", await NextAsync(lines));
    }

    [Fact]
    public async Task Values_are_shown_only_when_asked_for()
    {
        Start("statements { echo = on, echo-parameters = on }");
        var lines = Lines();
        await RunAsync(new Plan([ByName]));
        Assert.Contains("($1 = 'secret name', $2 = [1, null])", await NextAsync(lines));
    }

    [Fact]
    public async Task BEGIN_COMMIT_and_ROLLBACK_are_echoed_and_a_failure_tells_its_code()
    {
        Start("statements.echo = on");
        Server.Fail("INSERT b", "23505");
        var lines = Lines();
        await RunAsync(Commit("INSERT a"));
        foreach (var sql in new[] { "BEGIN", "INSERT a", "COMMIT" }) Assert.StartsWith($"[s] {sql}  ", await NextAsync(lines));
        await RunAsync(Commit("INSERT a", "INSERT b", "INSERT c"));
        Assert.StartsWith("[s] BEGIN", await NextAsync(lines));
        Assert.Contains("undone by a failure behind it", await NextAsync(lines));
        Assert.Matches(@"^\[s\] INSERT b  \d+\.\d ms for 5 in one round trip, failed: 23505, compiled$", await NextAsync(lines));
        Assert.StartsWith("[s] ROLLBACK", await NextAsync(lines));
    }

    [Fact]
    public async Task Nothing_is_logged_by_default()
    {
        Start("");
        var lines = Lines();
        await RunAsync(Commit("INSERT a"));
        await lines.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_slow_statement_is_a_warning_without_any_echo()
    {
        Start("statements.slow = 1ms");
        var gate = Server.Hold("SELECT slow");
        var session = CreateTestProbe();
        var lines = Lines();
        Run(session, Read("SELECT slow"));
        await gate.Entered;
        var held = Environment.TickCount64;
        await AwaitConditionAsync(() => Task.FromResult(Environment.TickCount64 > held + 5));
        gate.Release();
        Assert.StartsWith("slow: [s] SELECT slow", await NextAsync(lines));
    }

    [Fact]
    public async Task Each_statement_is_an_activity_below_the_callers_with_its_text()
    {
        Start("");
        using var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();
        var seen = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "AkkaOrm",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (seen) if (activity.TraceId == caller.TraceId) seen.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await RunAsync(new Plan([ByName], PlanTransaction.Snapshot), Context() with { TraceParent = caller.Id });
        lock (seen)
        {
            Assert.Equal(["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", ByName.Statement.Sql, "COMMIT"], seen.Select(a => a.GetTagItem("db.query.text")));
            Assert.All(seen, a => Assert.Equal(("statement", caller.SpanId, (object?)3), (a.OperationName, a.ParentSpanId, a.GetTagItem("db.operation.batch.size"))));
            Assert.Equal("?", seen[1].GetTagItem("db.query.parameter.1"));
        }
    }

    private TestProbe Lines()
    {
        var probe = CreateTestProbe();
        Sys.EventStream.Subscribe(probe, typeof(Info));
        Sys.EventStream.Subscribe(probe, typeof(Warning));
        return probe;
    }

    private static async Task<string> NextAsync(TestProbe lines) => (await lines.FishForMessageAsync<LogEvent>(e => e.LogSource.Contains("akka.orm.statements"))).Message.ToString()!;

    private async Task RunAsync(Plan plan, RequestContext? context = null)
    {
        var session = CreateTestProbe();
        Run(session, plan, context);
        await session.ExpectMsgAsync<ConnectionProtocol.IMessage>();
    }
}
