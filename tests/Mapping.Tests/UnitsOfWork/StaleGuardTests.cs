using AkkaOrm.Types;
using AkkaOrm.UnitsOfWork;
using Xunit;

namespace AkkaOrm.Tests.UnitsOfWork;

/// <summary>U14</summary>
public class StaleGuardTests
{
    private readonly FlushStep _update, _insert;

    public StaleGuardTests()
    {
        var model = new FlushModel();
        var type = model.Add("Traveler", "xmin", ("name", StoreTypes.Text, false));
        var plan = model.Plan([.. Enumerable.Range(1, 100).Select(i => (object)type.Update(i * 10, 5u, ("name", "x"))), type.Insert(("name", "y"))]);
        _update = plan.Steps.First(s => s.Kind == FlushStepKind.Update);
        _insert = plan.Steps.First(s => s.Kind == FlushStepKind.Insert);
    }

    [Fact]
    public void Every_stale_row_is_named_by_its_key()
    {
        var error = StaleGuard.Stale("22P02", "invalid input syntax for type integer: \"akka-orm stale write: 3:changed,17:gone,100:changed\"", _update)!;
        Assert.Equal([new(typeof(Row), 30, false), new(typeof(Row), 170, true), new(typeof(Row), 1000, false)], error.Rows);
        Assert.Equal("22P02", error.SqlState);
    }

    [Theory]
    [InlineData("22P02", "invalid input syntax for type integer: \"x\"")]
    [InlineData("22P02", "invalid input syntax for type integer: \"akka-orm stale write: 101:changed\"")]
    [InlineData("22P02", "invalid input syntax for type integer: \"akka-orm stale write: 0:gone\"")]
    [InlineData("22P02", "invalid input syntax for type integer: \"akka-orm stale write: \"")]
    [InlineData("23505", "akka-orm stale write: 1:changed")]
    [InlineData(null, "akka-orm stale write: 1:changed")]
    public void What_no_guard_said_is_not_ours(string? sqlState, string message) => Assert.Null(StaleGuard.Stale(sqlState, message, _update));

    /// <summary>The quotes of lc_messages de, es, fr (with a no-break space and a plain one), ja.</summary>
    [Theory]
    [InlineData("ungültige Eingabesyntax für Typ integer: »{0}«")]
    [InlineData("la sintaxis de entrada no es válida para tipo integer: «{0}»")]
    [InlineData("syntaxe en entrée invalide pour le type integer : «\u00a0{0}\u00a0»")]
    [InlineData("syntaxe en entrée invalide pour le type integer : « {0} »")]
    [InlineData("integer型の入力構文が不正です: \"{0}\"")]
    public void A_guard_is_understood_in_every_language_of_the_server(string message)
    {
        var stale = StaleGuard.Stale("22P02", string.Format(null, message, "akka-orm stale write: 3:changed,17:gone"), _update)!;
        Assert.Equal([new(typeof(Row), 30, false), new(typeof(Row), 170, true)], stale.Rows);
        var lost = StaleGuard.Lost("22P02", string.Format(null, message, "akka-orm lost rows: 2 of 3"), _insert)!;
        Assert.Equal("2 of 3 rows sent to \"traveler\" were not inserted.", lost.Problem);
    }

    [Fact]
    public void Rows_a_trigger_swallowed_name_the_table()
    {
        var error = StaleGuard.Lost("22P02", "invalid input syntax for type integer: \"akka-orm lost rows: 2 of 3\"", _insert)!;
        Assert.Equal("2 of 3 rows sent to \"traveler\" were not inserted.", error.Problem);
        Assert.Contains("trigger", error.Hint);
        Assert.Null(StaleGuard.Lost("22P02", "akka-orm lost rows: 2 of 3", _update));
        Assert.Null(StaleGuard.Stale("22P02", "akka-orm stale write: 1:gone", _insert));
    }
}
