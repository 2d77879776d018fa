using System.Collections.Immutable;
using AkkaOrm.Tests.Models;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Queries;

/// <summary>Q4: lists of any length and kind are one array.</summary>
public sealed class ListTests
{
    private const string Any = "t0.\"id\" = ANY ($1)";
    private static readonly Query<Traveler> All = From<Traveler>();

    [Fact]
    public void Arrays_spans_lists_sets_and_sequences_are_one_array()
    {
        int[] array = [1, 2];
        List<int> list = [1, 2];
        HashSet<int> set = [1, 2];
        ImmutableArray<int> immutable = [1, 2];
        IEnumerable<int> sequence = Enumerable.Range(1, 2);
        Query<Traveler>[] queries =
        [
            All.Where(x => array.Contains(x.Id)), All.Where(x => list.Contains(x.Id)), All.Where(x => set.Contains(x.Id)),
            All.Where(x => immutable.Contains(x.Id)), All.Where(x => sequence.Contains(x.Id)), All.Where(x => new[] { 1, 2 }.Contains(x.Id)),
            All.Where(x => array.Where(i => i > 0).Contains(x.Id)),
        ];
        Assert.All(queries, q => Assert.Equal(Any, Ask.Where(q)));
        Assert.All(queries, q => Assert.Equal([1, 2], (int?[])Ask.Values(q)[0]!));
    }

    [Fact]
    public void Length_does_not_matter_not_even_none()
    {
        int[] none = [], many = [.. Enumerable.Range(0, 1000)];
        Assert.Equal(Any, Ask.Where(All.Where(x => none.Contains(x.Id))));
        Assert.Same(Ask.Plan(All.Where(x => none.Contains(x.Id))).Steps[0].Statement, Ask.Plan(All.Where(x => many.Contains(x.Id))).Steps[0].Statement);
    }

    [Fact]
    public void The_list_is_copied_when_the_query_is_written()
    {
        List<int> ids = [1];
        var query = All.Where(x => ids.Contains(x.Id));
        ids.Add(2);
        Assert.Equal([1], (int?[])Ask.Values(query)[0]!);
    }

    [Fact]
    public void Nulls_in_the_list_mean_what_they_mean_in_csharp()
    {
        int?[] with = [1, null], without = [1];
        Assert.Equal("t0.\"destination_id\" = ANY ($1) OR t0.\"destination_id\" IS NULL", Ask.Where(All.Where(x => with.Contains(x.DestinationId))));
        Assert.Equal("t0.\"destination_id\" <> ALL ($1) AND t0.\"destination_id\" IS NOT NULL", Ask.Where(All.Where(x => !with.Contains(x.DestinationId))));
        Assert.Equal("t0.\"destination_id\" = ANY ($1)", Ask.Where(All.Where(x => without.Contains(x.DestinationId))));
        Assert.Equal("(t0.\"destination_id\" = ANY ($1)) IS NOT TRUE", Ask.Where(All.Where(x => !without.Contains(x.DestinationId))));
        Assert.Equal([1], (int?[])Ask.Values(All.Where(x => with.Contains(x.DestinationId)))[0]!);
    }

    [Fact]
    public void Not_in_a_list_is_not_equal_to_all() => Assert.Equal("t0.\"id\" <> ALL ($1)", Ask.Where(All.Where(x => !new[] { 1 }.Contains(x.Id))));

    [Fact]
    public void Elements_are_sent_as_they_are_stored()
    {
        OrderState[] states = [OrderState.Open, OrderState.Paid];
        var query = From<Order>().IgnoreFilters().Where(x => states.Contains(x.State));
        Assert.Equal("t0.\"state\" = ANY ($1)", Ask.Where(query));
        Assert.Equal(["Open", "Paid"], (string[])Ask.Values(query)[0]!);
    }

    [Fact]
    public void Entities_in_a_list_are_their_keys()
    {
        Country[] countries = [new(578, "NO", "Norway"), new(752, "SE", "Sweden")];
        var query = All.Where(x => countries.Contains(x.Destination.Value));
        Assert.Equal("t0.\"destination_id\" = ANY ($1)", Ask.Where(query));
        Assert.Equal([578, 752], (int?[])Ask.Values(query)[0]!);
    }

    [Fact]
    public void A_list_that_is_null_is_refused()
    {
        List<int> ids = null!;
        Assert.Throws<StatementException>(() => All.Where(x => ids.Contains(x.Id)));
    }

    [Fact]
    public void A_set_with_a_comparer_of_its_own_is_refused()
    {
        var codes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "no" };
        Assert.Contains("compares in a way of its own", Assert.Throws<StatementException>(() => From<Country>().Where(x => codes.Contains(x.Code))).Problem, StringComparison.Ordinal);
    }
}
