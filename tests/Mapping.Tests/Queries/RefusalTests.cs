using System.Linq.Expressions;
using AkkaOrm.Tests.Models;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Queries;

/// <summary>Q1: what has no counterpart in SQL is refused before anything is sent, by name.</summary>
public sealed class RefusalTests
{
    private static readonly Query<Traveler> All = From<Traveler>();

    private static string Own(string text) => text;

    [Fact]
    public void The_expression_is_named()
    {
        var error = Refused(All.Where(x => x.Age > 3 && Own(x.Name) == "a"));
        Assert.StartsWith("Own(x.Name) cannot be translated to SQL", error.Problem, StringComparison.Ordinal);
        Assert.Equal("Own(x.Name)", error.Expression);
    }

    [Fact]
    public void Methods_the_server_has_not_are_refused()
    {
        Refused(All.Where(x => x.Name.Normalize() == "a"));
        Refused(All.Where(x => x.Name.GetHashCode() == 1));
        Refused(All.Where(x => x.CreatedAt.ToString() == "a"));
        Refused(All.Where(x => x.Name.Select(c => c).Any()));
        Refused(All.Where(x => x.Visits.Take(3).Any()));
        Refused(All.Where(x => ((object)x) == (object)"a"));
    }

    [Fact]
    public void An_entity_is_no_value() => Assert.Contains("an entity is no value", Refused(All.Select(x => new { x, x.Name })).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_collection_is_no_value() => Assert.Contains("a collection is no value", Refused(All.Select(x => x.Visits)).Problem, StringComparison.Ordinal);

    [Fact]
    public void Tests_of_types_and_orders_of_versions_are_refused()
    {
        var x = Expression.Parameter(typeof(Traveler), "x");
        Refused(All.Where(Expression.Lambda<Func<Traveler, bool>>(Expression.TypeIs(x, typeof(object)), x)));
        Refused(From<Order>().Where(o => o.Version > 3));
        Refused(From<Order>().OrderBy(o => o.Version));
        Assert.Equal("t0.\"xmin\" = $1", Ask.Where(From<Order>().IgnoreFilters().Where(o => o.Version == 3)));
    }

    [Fact]
    public void An_enum_stored_as_text_has_no_order() => Assert.Contains("stored as text", Refused(From<Order>().Where(x => x.State > OrderState.Open)).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_type_that_is_not_of_the_model_is_named() => Assert.Contains("RefusalTests is not part of this model", Refused(From<RefusalTests>()).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_value_that_cannot_be_taken_is_named_with_its_cause()
    {
        Traveler nobody = null!;
        var error = Assert.Throws<StatementException>(() => All.Where(x => x.Name == nobody.Name));
        Assert.Contains("could not be taken: NullReferenceException", error.Problem, StringComparison.Ordinal);
        Assert.IsType<NullReferenceException>(error.InnerException);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(20_000)]
    public void Depth_is_refused_and_breaks_no_stack(int depth)
    {
        var x = Expression.Parameter(typeof(Traveler), "x");
        Expression deep = Expression.Constant(true);
        for (var i = 0; i < depth; i++) deep = Expression.OrElse(deep, Expression.Equal(Expression.Property(x, nameof(Traveler.Age)), Expression.Constant(i)));
        var lambda = Expression.Lambda<Func<Traveler, bool>>(deep, x);
        Assert.Contains("levels deep", Assert.Throws<StatementException>(() => All.Where(lambda)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chain_of_clauses_is_no_depth()
    {
        var query = All;
        for (var i = 0; i < 2000; i++) query = query.Where(x => x.Age != i);
        Assert.Contains("$2000", Ask.Sql(query), StringComparison.Ordinal);
    }

    [Fact]
    public void Sql_functions_have_no_meaning_outside() => Assert.Throws<StatementException>(() => Sql.ILike("a", "b"));

    [Fact]
    public void Includes_say_what_they_take()
    {
        Assert.Contains("is no relation", Refused(From<Order>().Include(x => (IRelation)(object)x.Total)).Problem, StringComparison.Ordinal);
        Assert.Contains("included twice", Refused(All.Include(x => x.Visits, v => v.Take(1)).Include(x => x.Visits, v => v.OrderBy(v => v.On))).Problem, StringComparison.Ordinal);
        Assert.Contains("leave the strategy away", Refused(All.Include(x => x.Visits, LoadStrategy.Join)).Problem, StringComparison.Ordinal);
        Assert.Contains("a shape has Where, OrderBy", Refused(All.Include(x => x.Visits, v => v.ForUpdate())).Problem, StringComparison.Ordinal);
        Assert.Contains("a path of them", Refused(From<Country>().Include(c => c.Travelers.First().Destination)).Problem, StringComparison.Ordinal);
    }

    private static StatementException Refused(Query query) => Assert.Throws<StatementException>(() => Ask.Sql(query));
}
