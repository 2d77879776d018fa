using AkkaOrm.Compilation;
using AkkaOrm.Tests.Models;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Queries;

/// <summary>Q3: a compiled query is translated once; calling it only puts the arguments in.</summary>
public sealed class CompiledQueryTests
{
    private static readonly int Adult = 18;

    private static Query<Traveler> Grown(Query<Traveler> travelers) => travelers.Where(x => x.Age >= Adult);

    private static Query<Traveler> Older(Query<Traveler> travelers, int age) => travelers.Where(x => x.Age > age);

    /// <summary>Same statements, same values, as if it had been written in place.</summary>
    private static void AssertSame(Query expected, Query compiled)
    {
        Assert.Equal(expected.ToString(), compiled.ToString());
        Assert.Equal(expected.ResultType, compiled.ResultType);
        Assert.Equal(expected.Clauses.Length, compiled.Clauses.Length);
        var (one, other) = (Ask.Plan(expected), Ask.Plan(compiled));
        Assert.Equal(one.ToString(), other.ToString());
        Assert.Equal(Ask.Values(expected), Ask.Values(compiled));
        // Once more: the first time may have compiled it.
        Assert.Equal(Ask.Values(expected), Ask.Values(compiled));
    }

    [Fact]
    public void It_is_a_query_like_any_other()
    {
        var compiled = Compile((string name) => From<Traveler>().Where(x => x.Name == name).Include(x => x.Destination));
        AssertSame(From<Traveler>().Where(x => x.Name == "Ann").Include(x => x.Destination), compiled("Ann"));
        var query = compiled("Bob").Where(x => x.Age > Adult).OrderBy(x => x.Id).Take(2);
        AssertSame(From<Traveler>().Where(x => x.Name == "Bob").Include(x => x.Destination).Where(x => x.Age > Adult).OrderBy(x => x.Id).Take(2), query);
        Assert.True(compiled("Ann").Shape.Equals(From<Traveler>().Where(x => x.Name == "Ann").Include(x => x.Destination).Shape));
    }

    [Fact]
    public void Calls_share_one_statement_with_each_other_and_with_the_query_written_in_place()
    {
        var compiled = Compile((int age, string name) => From<Traveler>().Where(x => x.Age > age && x.Name != name));
        var (age, name) = (3, "Ann");
        var statement = Ask.Plan(From<Traveler>().Where(x => x.Age > age && x.Name != name)).Steps[0].Statement;
        Assert.Same(statement, Ask.Plan(compiled(4, "Bob")).Steps[0].Statement);
        Assert.Same(statement, Ask.Plan(compiled(5, "Cid")).Steps[0].Statement);
        Assert.Equal([4, "Bob"], Ask.Values(compiled(4, "Bob")));
    }

    [Fact]
    public void Nothing_is_compiled_after_the_first_call()
    {
        var model = Model.Create(m => m.Entity<Note>());
        var compiled = Compile((int id) => From<Note>().Where(x => x.Id == id).OrderBy(x => x.Text));
        for (var id = 0; id < 10; id++) ReadPlanner.Fetch(model, compiled(id));
        Assert.Equal(1, StatementCache.Of(model).Compilations);
    }

    [Fact]
    public void Null_is_told_apart_in_each_call()
    {
        var compiled = Compile((int? destination) => From<Traveler>().Where(x => x.DestinationId == destination));
        Assert.Equal("t0.\"destination_id\" = $1", Ask.Where(compiled(3)));
        Assert.Equal("t0.\"destination_id\" IS NULL", Ask.Where(compiled(null)));
        Assert.Equal("t0.\"destination_id\" = $1", Ask.Where(compiled(4)));
        Assert.Equal([4], Ask.Values(compiled(4)));
    }

    [Fact]
    public void Lists_and_entities_are_arguments()
    {
        var byAge = Compile((List<int> ages) => From<Traveler>().Where(x => ages.Contains(x.Age)));
        List<int> ages = [1, 2];
        var query = byAge(ages);
        ages.Clear();
        Assert.Equal([1, 2], Assert.IsType<int?[]>(Assert.Single(Ask.Values(query))));
        var byPlace = Compile((int?[] places) => From<Traveler>().Where(x => places.Contains(x.DestinationId)));
        Assert.Equal(Ask.Where(From<Traveler>().Where(x => new int?[] { 1, null }.Contains(x.DestinationId))), Ask.Where(byPlace([1, null])));
        var norway = new Country(7, "NO", "Norway");
        var byCountry = Compile((Country country) => From<Traveler>().Where(x => x.Destination == country));
        AssertSame(From<Traveler>().Where(x => x.Destination == norway), byCountry(norway));
        AssertSame(From<Traveler>().Where(x => x.Destination == (Country?)null), byCountry(null!));
    }

    [Fact]
    public void Values_may_be_computed_from_arguments()
    {
        var compiled = Compile((string name, int years) => From<Traveler>().Where(x => x.Name == name.ToUpperInvariant() && x.Age > years * 2 + 1 && x.Name.StartsWith(name)));
        var (name, years) = ("Ann", 10);
        AssertSame(From<Traveler>().Where(x => x.Name == name.ToUpperInvariant() && x.Age > years * 2 + 1 && x.Name.StartsWith(name)), compiled("Ann", 10));
        var error = Assert.Throws<StatementException>(() => compiled(null!, 1));
        Assert.Contains("could not be taken: NullReferenceException", error.Problem, StringComparison.Ordinal);
        Assert.Equal("name.ToUpperInvariant()", error.Expression);
    }

    [Fact]
    public void An_argument_may_decide_what_is_left_of_a_condition()
    {
        var compiled = Compile((string? name, int age) => From<Traveler>().Where(x => name == null || x.Name == name).Where(x => age > 3 ? x.Age > age : x.Age == age));
        AssertSameSql(From<Traveler>().Where(x => x.Age == 3), compiled(null, 3));
        AssertSameSql(From<Traveler>().Where(x => x.Name == "Ann").Where(x => x.Age > 5), compiled("Ann", 5));
        AssertSameSql(From<Traveler>().Where(x => x.Age > 5), compiled(null, 5));
    }

    [Fact]
    public void Skip_take_and_after_take_arguments()
    {
        var page = Compile((int number, int size) => From<Traveler>().OrderBy(x => x.Id).Skip(number * size).Take(size));
        AssertSame(From<Traveler>().OrderBy(x => x.Id).Skip(20).Take(10), page(2, 10));
        AssertSame(From<Traveler>().OrderBy(x => x.Id).Skip(0).Take(0), page(1, -10));
        var next = Compile((Traveler last) => From<Traveler>().OrderByDescending(x => x.Age).ThenBy(x => x.Id).After(last).Take(3));
        var ann = new Traveler { Id = 7, Name = "Ann", Age = 30 };
        AssertSame(From<Traveler>().OrderByDescending(x => x.Age).ThenBy(x => x.Id).After(ann).Take(3), next(ann));
        Assert.Throws<StatementException>(() => next(null!));
    }

    [Fact]
    public void Shapes_of_includes_take_arguments()
    {
        var compiled = Compile((string name, int age) => From<Country>().Where(c => c.Name == name).Include(c => c.Travelers, travelers => travelers.Where(t => t.Age > age).OrderBy(t => t.Name).Take(age)));
        var written = From<Country>().Where(c => c.Name == "Norway").Include(c => c.Travelers, travelers => travelers.Where(t => t.Age > 3).OrderBy(t => t.Name).Take(3));
        AssertSame(written, compiled("Norway", 3));
        Assert.Equal(Ask.Plan(written).Steps[1].Arguments.AsEnumerable(), Ask.Plan(compiled("Norway", 3)).Steps[1].Arguments);
    }

    [Fact]
    public void Projections_and_aggregates_take_arguments()
    {
        var named = Compile((string greeting) => From<Traveler>().Select(x => new { Text = greeting + x.Name, Greeting = greeting }));
        AssertSameSql(From<Traveler>().Select(x => new { Text = "Hi " + x.Name, Greeting = "Hi " }), named("Hi "));
        var count = Compile((int age) => From<Traveler>().Where(x => x.Age > age).Count());
        AssertSame(From<Traveler>().Where(x => x.Age > 5).Count(), count(5));
    }

    [Fact]
    public void What_needs_no_argument_is_run_once()
    {
        var adults = From<Traveler>().Where(x => x.Age > 17);
        var compiled = Compile((string name) => Grown(adults).Where(x => x.Name == name).TagWith("by name"));
        AssertSame(Grown(adults).Where(x => x.Name == "Ann").TagWith("by name"), compiled("Ann"));
        var called = Compile((string name) => Grown(From<Traveler>().Where(x => x.Name == name)).Take(1));
        AssertSame(Grown(From<Traveler>().Where(x => x.Name == "Ann")).Take(1), called("Ann"));
    }

    [Fact]
    public void Variables_around_it_are_read_when_it_is_compiled()
    {
        var age = 3;
        var compiled = Compile((string name) => From<Traveler>().Where(x => x.Name == name && x.Age > age));
        age = 4;
        Assert.Equal(["Ann", 3], Ask.Values(compiled("Ann")));
    }

    [Fact]
    public void Filters_of_the_model_join_in()
    {
        var tenant = 5;
        var model = Model.Create(m => m.Entity<Note>(e => e.HasFilter("tenant", n => n.Tenant == tenant)));
        var compiled = Compile((int id) => From<Note>().Where(x => x.Id == id));
        object?[] Values() => [.. ReadPlanner.Fetch(model, compiled(1)).Plan.Steps[0].Arguments.Select(a => ((Argument.Value)a).Content)];
        Assert.Equal([1, 5], Values().Order());
        tenant = 6;
        Assert.Equal([1, 6], Values().Order());
    }

    [Fact]
    public void A_lock_is_seen() => Assert.True(Compile((int id) => From<Traveler>().Where(x => x.Id == id).ForUpdate(LockWait.NoWait))(3).Locks);

    [Fact]
    public void What_decides_the_sql_cannot_be_an_argument()
    {
        Assert.Contains("TagWith", Refused(() => Compile((string tag) => From<Traveler>().TagWith(tag))).Problem, StringComparison.Ordinal);
        Refused(() => Compile((LockWait wait) => From<Traveler>().ForUpdate(wait)));
        Refused(() => Compile((string filter) => From<Order>().IgnoreFilters(filter)));
        Refused(() => Compile((bool old) => old ? From<Traveler>().Where(x => x.Age > 3) : From<Traveler>()));
        Refused(() => Compile((SqlText condition) => From<Traveler>().Where(condition)));
        Refused(() => Compile((Query<Traveler> query) => query.Take(1)));
    }

    [Fact]
    public void A_function_of_its_own_that_takes_an_argument_is_named()
    {
        var error = Refused(() => Compile((int age) => Older(From<Traveler>(), age)));
        Assert.Contains("Older is a function of its own", error.Problem, StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
    }

    [Fact]
    public void An_order_by_an_argument_has_no_last_row() =>
        Refused(() => Compile((int age, Traveler last) => From<Traveler>().OrderBy(x => x.Age + age).ThenBy(x => x.Id).After(last)));

    private sealed record Note
    {
        public int Id { get; init; }
        public int Tenant { get; init; }
        public string? Text { get; init; }
    }

    // What decided is still printed.
    private static void AssertSameSql(Query expected, Query compiled)
    {
        Assert.Equal(Ask.Sql(expected), Ask.Sql(compiled));
        Assert.Equal(Ask.Values(expected), Ask.Values(compiled));
    }

    private static StatementException Refused(Func<object> compile) => Assert.Throws<StatementException>(() => compile());
}
