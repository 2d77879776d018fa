using AkkaOrm.Compilation;
using AkkaOrm.Tests.Models;
using AkkaOrm.Types;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Queries;

/// <summary>Q5: values in SQL texts are parameters, whatever they hold.</summary>
public sealed class SqlTextTests
{
    [Fact]
    public void Holes_are_typed_parameters_and_names_are_quoted()
    {
        var (age, name) = ((int?)3, "x'; DROP TABLE traveler; --");
        var plan = ReadPlanner.Execute($"update {Shop.Model.Table<Traveler>()} set {Shop.Model.Column<Traveler>(x => x.DestinationId)} = {age} where name = {name}");
        Assert.Equal("update \"traveler\" set \"destination_id\" = $1 where name = $2", plan.ToString());
        Assert.Equal([StoreTypes.Integer, StoreTypes.Text], plan.Steps[0].Statement.Parameters.Select(p => p.Type));
        Assert.Equal([3, name], plan.Steps[0].Arguments.Select(a => ((Argument.Value)a).Content));
        Assert.Equal(StatementKind.Raw, plan.Steps[0].Statement.Kind);
    }

    [Fact]
    public void Lists_are_arrays()
    {
        List<string?> names = ["a", null];
        var plan = ReadPlanner.Execute($"delete from traveler where name = any({names})");
        Assert.True(plan.Steps[0].Statement.Parameters[0].IsArray);
        Assert.Equal(["a", null], (IEnumerable<string?>)((Argument.Value)plan.Steps[0].Arguments[0]).Content!);
    }

    [Fact]
    public void Pieces_are_spliced_and_numbered_anew()
    {
        var (a, b) = (1, "n");
        SqlText inner = $"name = {b}", outer = $"age = {a} and ({inner} or {inner}) and age < {a}";
        Assert.Equal("age = $1 and (name = $2 or name = $3) and age < $4", ReadPlanner.Execute(outer).ToString());
        Assert.Equal("age = $1 and (name = $2 or name = $3) and age < $4", outer.ToString());
    }

    [Fact]
    public void One_text_is_one_statement() =>
        Assert.Same(Statement(1), Statement(2));

    [Fact]
    public void A_parameter_of_ones_own_is_refused()
    {
        Assert.Contains("put the value into a hole", Assert.Throws<StatementException>(() => { SqlText _ = $"select $1"; }).Problem, StringComparison.Ordinal);
        SqlText inText = $"select '$1', \"$2\", $$ $3 $$, $a$ $4 $a$, E'\\'$5' -- $6";
        Assert.Equal("select '$1', \"$2\", $$ $3 $$, $a$ $4 $a$, E'\\'$5' -- $6", inText.ToString());
    }

    [Fact]
    public void A_hole_inside_quotes_or_a_comment_is_refused()
    {
        var name = "x";
        Assert.Contains("a quoted text", Assert.Throws<StatementException>(() => { SqlText _ = $"select '{name}'"; }).Problem, StringComparison.Ordinal);
        Assert.Contains("a quoted name", Assert.Throws<StatementException>(() => { SqlText _ = $"select \"{name}\""; }).Problem, StringComparison.Ordinal);
        Assert.Contains("a comment", Assert.Throws<StatementException>(() => { SqlText _ = $"select 1 /* /* */ {name} */"; }).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_does_not_end_is_refused() => Assert.Throws<StatementException>(() => FromSql<string>($"select 'a"));

    [Fact]
    public void A_comment_at_the_end_hides_nothing_of_ours() =>
        Assert.Equal(Ask.Travelers + " WHERE (age > $1 -- old\n) AND t0.\"id\" = $2", Ask.Sql(From<Traveler>().Where($"age > {3} -- old").Where(x => x.Id == 1)));

    [Fact]
    public void A_condition_in_sql_stands_where_its_names_are_clear() => Assert.Equal(
        "SELECT t1.\"id\", t1.\"name\", t1.\"age\", t1.\"created_at\", t1.\"destination_id\", t1.\"xmin\", t2.\"id\", t2.\"code\", t2.\"name\", t2.\"region_id\", t2.\"xmin\" FROM (SELECT t0.\"id\", t0.\"name\", t0.\"age\", t0.\"created_at\", t0.\"destination_id\", t0.\"diary\", t0.\"xmin\" FROM \"traveler\" t0 WHERE (name = $1)) t1 LEFT JOIN \"country\" t2 ON t2.\"id\" = t1.\"destination_id\"",
        Ask.Sql(From<Traveler>().Where($"name = {"x"}").Include(x => x.Destination)));

    [Fact]
    public void Entities_from_sql_know_their_version()
    {
        var plan = Ask.Plan(FromSql<Traveler>($"select * from traveler where age > {3}").OrderBy(x => x.Name));
        Assert.Equal("SELECT t1.\"id\", t1.\"name\", t1.\"age\", t1.\"created_at\", t1.\"destination_id\", t1.\"xmin\" FROM (SELECT t0.\"id\", t0.\"name\", t0.\"age\", t0.\"created_at\", t0.\"destination_id\", (SELECT t2.\"xmin\" FROM \"traveler\" t2 WHERE t2.\"id\" = t0.\"id\") AS \"xmin\" FROM (select * from traveler where age > $1) t0) t1 ORDER BY t1.\"name\"", plan.ToString());
        Assert.False(plan.IsReissuable);
    }

    private sealed record Row(int Id, string Name, string? LastPlace);

    [Fact]
    public void Records_from_sql_are_made_by_the_names_of_their_parameters() =>
        Assert.Equal("SELECT t0.\"id\"::integer, t0.\"name\"::text, t0.\"last_place\"::text FROM (select 1 id, 'a' name, null last_place) t0", Ask.Sql(FromSql<Row>($"select 1 id, 'a' name, null last_place")));

    [Fact]
    public void Single_values_from_sql_are_the_first_column() => Assert.Equal("SELECT t0.v::bigint FROM (select count(*) from traveler) t0(v)", Ask.Sql(FromSql<long>($"select count(*) from traveler")).Replace("\"v\"", "v", StringComparison.Ordinal));

    private static CompiledStatement Statement(int value) => ReadPlanner.Execute($"select {value}").Steps[0].Statement;
}
