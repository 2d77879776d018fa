using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Sessions;
using Xunit;
using static Actors.Tests.Connections.LaneRequests;
using static AkkaOrm.Query;

namespace Actors.Tests.Connections;

/// <summary>L15: one statement for many keys, and to each asker its own row.</summary>
public sealed class ReadMergerTests
{
    [Fact]
    public void One_read_is_sent_as_it_stands()
    {
        var read = Merge(Find<Guest>(7));
        Assert.EndsWith("WHERE t0.\"id\" = $1", read.Statement.Statement.Sql);
        Assert.Equal([7], read.Statement.Arguments.AsEnumerable());
    }

    [Fact]
    public void Many_keys_are_one_statement_with_each_key_once()
    {
        var read = Merge(Find<Guest>(7), Find<Guest>(9), Find<Guest>(7));
        Assert.EndsWith("WHERE t0.\"id\" = ANY ($1)", read.Statement.Statement.Sql);
        Assert.Equal([7, 9], (int[])Assert.Single(read.Statement.Arguments)!);
    }

    [Fact]
    public void The_text_is_the_same_for_any_number_of_keys() =>
        Assert.Same(Merge(Find<Guest>(1), Find<Guest>(2)).Statement.Statement, Merge([.. Enumerable.Range(0, 200).Select(i => Find<Guest>(i))]).Statement.Statement);

    [Fact]
    public void The_same_key_for_all_is_read_as_it_stands_and_shared()
    {
        var read = Merge(Find<Guest>(7), Find<Guest>(7));
        Assert.EndsWith("= $1", read.Statement.Statement.Sql);
        Assert.True(read.Statement.IsShared);
        var answers = Share(read, Page(read.Statement.Statement, [(0, 7)]));
        Assert.Equal(2, answers.Length);
        Assert.Same(answers[0], answers[1]);
    }

    [Fact]
    public void Each_asker_gets_its_own_row_and_who_asked_for_what_is_not_there_gets_none()
    {
        var read = Merge(Find<Guest>(7), Find<Guest>(8), Find<Guest>(9), Find<Guest>(7));
        var answers = Share(read, Page(read.Statement.Statement, [(0, 9), (1, "nine")], [(0, 7), (1, "seven")]));
        Assert.Equal(["seven", null, "nine", "seven"], answers.Select(a => a.Steps[0].Rows is { RowCount: 1 } page ? page.GetValue(1, 0) : null));
        Assert.Equal([1, 0, 1, 1], answers.Select(a => a.Steps[0].Rows.RowCount));
    }

    [Fact]
    public void Nobody_gets_a_page_that_holds_the_rows_of_others()
    {
        var read = Merge(Find<Guest>(7), Find<Guest>(9));
        Assert.All(Share(read, Page(read.Statement.Statement, [(0, 9)], [(0, 7)])), answer => Assert.Equal(1, answer.Steps[0].Rows.Columns[0].Count));
    }

    [Fact]
    public void Composite_keys_travel_as_arrays_side_by_side_and_are_told_apart_by_their_number()
    {
        var read = Merge(Find<Seat>((1, "A")), Find<Seat>((1, "B")), Find<Seat>((2, "A")));
        var statement = read.Statement.Statement;
        Assert.EndsWith(", k.\"i\" FROM unnest($1::integer[], $2::text[]) WITH ORDINALITY k(k0, k1, i) JOIN \"seat\" t0 ON t0.\"row\" = k.k0 AND t0.\"letter\" = k.k1".Replace("k.k0", "k.\"k0\"").Replace("k.k1", "k.\"k1\""), statement.Sql);
        Assert.Equal([1, 1, 2], (int?[])read.Statement.Arguments[0]!);
        Assert.Equal(["A", "B", "A"], (string[])read.Statement.Arguments[1]!);
        var number = statement.Columns.Length - 1;
        var answers = Share(read, Page(statement, [(0, 2), (1, "A"), (number, 3L)], [(0, 1), (1, "A"), (number, 1L)]));
        Assert.Equal([1, null, 2], answers.Select(a => a.Steps[0].Rows is { RowCount: 1 } page ? page.GetValue(0, 0) : null));
    }

    /// <summary>'abc' finds 'ABC' under some collations: only the server knows.</summary>
    [Fact]
    public void Keys_that_are_texts_are_told_apart_by_the_server()
    {
        var read = Merge(Find<Word>("abc"), Find<Word>("ABC"));
        Assert.Contains("WITH ORDINALITY", read.Statement.Statement.Sql);
        var number = read.Statement.Statement.Columns.Length - 1;
        var answers = Share(read, Page(read.Statement.Statement, [(0, "Abc"), (number, 1L)], [(0, "Abc"), (number, 2L)]));
        Assert.All(answers, a => Assert.Equal("Abc", a.Steps[0].Rows.GetValue(0, 0)));
    }

    [Fact]
    public void The_same_question_is_one_statement_and_one_answer_for_all()
    {
        var read = Merge(Fetch(From<Guest>().Where(g => g.Nights == 3)), Fetch(From<Guest>().Where(g => g.Nights == 3)));
        Assert.Equal([3], read.Statement.Arguments.AsEnumerable());
        var answers = Share(read, Page(read.Statement.Statement, [(0, 1)], [(0, 2)]));
        Assert.All(answers, a => Assert.Equal(2, a.Steps[0].Rows.RowCount));
    }

    [Fact]
    public void Apart_it_is_a_read_for_each_key_with_those_who_asked_for_it()
    {
        var read = Merge(Find<Guest>(7), Find<Guest>(9), Find<Guest>(7));
        Assert.Equal([([7], 2), ([9], 1)], read.Apart.Select(part => (part.Statement.Arguments.ToArray(), part.Askers.Length)), (x, y) => x.Item1.SequenceEqual(y.Item1) && x.Item2 == y.Item2);
        Assert.Same(read.Askers[2], read.Apart[0].Askers[1]);
        Assert.Single(Merge(Find<Guest>(7), Find<Guest>(7)).Apart);
    }

    private static MergedRead Merge(params AkkaOrm.Plan[] plans) => ReadMerger.Merge([.. plans.Select(p => Waiting(p))]);

    private static PlanResult[] Share(MergedRead read, AkkaOrm.Rows.RowPage page)
    {
        var answers = new PlanResult[read.Askers.Length];
        read.Share(new StepResult(page, page.RowCount), answers);
        return answers;
    }
}
