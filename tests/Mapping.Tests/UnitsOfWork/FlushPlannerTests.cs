using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Models;
using AkkaOrm.Types;
using AkkaOrm.UnitsOfWork;
using Xunit;

namespace AkkaOrm.Tests.UnitsOfWork;

public class FlushPlannerTests
{
    private readonly FlushModel _model = new();
    private readonly EntityType _country, _traveler, _node;
    private readonly Relation _visited;

    public FlushPlannerTests()
    {
        _traveler = _model.Add("Traveler", "xmin", ("name", StoreTypes.Text, false), ("country_id", StoreTypes.Integer, true), ("guide_id", StoreTypes.Integer, true));
        _country = _model.Add("Country", "xmin", ("code", StoreTypes.Text, false), ("first_id", StoreTypes.Integer, true), ("last_id", StoreTypes.Integer, true), ("best_id", StoreTypes.Integer, true));
        _node = _model.Add("Node", "xmin", ("name", StoreTypes.Text, false), ("parent_id", StoreTypes.Integer, true));
        FlushModel.Refer(_traveler, _country, "country_id");
        FlushModel.Refer(_node, _node, "parent_id");
        _visited = FlushModel.Link(_traveler, _country, "visited", "traveler_id", "country_id");
    }

    private static void AssertPlan(string expected, FlushPlan plan) => Assert.Equal(expected.ReplaceLineEndings("\n"), plan.ToString());

    private static ImmutableArray<object?> Patched(FlushPlan plan, int step, int argument) => Assert.IsType<Argument.Patched>(plan.Plan.Steps[step].Arguments[argument]).Values;

    /// <summary>U17</summary>
    [Fact]
    public void Nothing_staged_is_a_plan_without_steps()
    {
        Assert.Empty(_model.Plan().Plan.Steps);
        AssertPlan("nothing to write", _model.Plan());
        Assert.Empty(_model.Plan(_traveler.Update(1, 5u)).Steps);
    }

    /// <summary>U1</summary>
    [Fact]
    public void Parents_are_inserted_before_children_in_one_statement_each()
    {
        var norway = _country.Insert(("code", "NO"));
        var plan = _model.Plan(_traveler.Insert(("name", "Ann"), ("country_id", norway)), norway, _traveler.Insert(("name", "Bob"), ("country_id", norway)));
        AssertPlan("""
            round trip 1: BEGIN
              1. INSERT country, 1 row
            round trip 2
              2. INSERT traveler, 2 rows, keys from 1
            COMMIT
            """, plan);
        var keys = Assert.IsType<Argument.Patched>(plan.Plan.Steps[1].Arguments[1]);
        Assert.Equal([new Argument.Patch(0, 0, 0, 0), new Argument.Patch(1, 0, 0, 0)], keys.Patches.ToArray());
        Assert.Equal(["Ann", "Bob"], Assert.IsType<string[]>(Assert.IsType<Argument.Value>(plan.Plan.Steps[1].Arguments[0]).Content));
    }

    [Fact]
    public void A_parent_with_a_key_of_its_own_needs_order_and_no_round_trip()
    {
        var plan = _model.Plan(_traveler.Insert(("name", "Ann"), ("country_id", 7)), _country.Insert(("id", 7), ("code", "NO")));
        AssertPlan("""
            round trip 1: BEGIN
              1. INSERT country, 1 row
              2. INSERT traveler, 1 row
            COMMIT
            """, plan);
    }

    /// <summary>U1</summary>
    [Fact]
    public void A_key_that_is_pending_but_brought_along_is_taken_at_once()
    {
        var norway = _country.Insert(("id", 7), ("code", "NO"));
        var plan = _model.Plan(_traveler.Insert(("name", "Ann"), ("country_id", norway)), norway);
        Assert.Equal([FlushStepKind.Insert, FlushStepKind.Insert], plan.Steps.Select(s => s.Kind));
        Assert.Equal(new Argument.Value(7), plan.Plan.Steps[1].Arguments[1]);
    }

    /// <summary>U2</summary>
    [Fact]
    public void A_tree_of_seven_nodes_takes_three_inserts()
    {
        var root = _node.Insert(("name", "root"), ("parent_id", null));
        var left = _node.Insert(("name", "l"), ("parent_id", root));
        var right = _node.Insert(("name", "r"), ("parent_id", root));
        var leaves = new[] { left, left, right, right }.Select((parent, i) => _node.Insert(("name", $"leaf {i}"), ("parent_id", parent))).ToArray();
        var plan = _model.Plan([leaves[0], left, leaves[1], right, root, leaves[2], leaves[3]]);
        AssertPlan("""
            round trip 1: BEGIN
              1. INSERT node, 1 row
            round trip 2
              2. INSERT node, 2 rows, keys from 1
            round trip 3
              3. INSERT node, 4 rows, keys from 2
            COMMIT
            """, plan);
        Assert.Equal([0, 0, 1, 1], Assert.IsType<Argument.Patched>(plan.Plan.Steps[2].Arguments[1]).Patches.Select(p => p.Row));
    }

    /// <summary>U3</summary>
    [Fact]
    public void Rows_that_refer_to_each_other_are_inserted_with_keys_empty_and_updated_once()
    {
        foreach (var column in new[] { "first_id", "last_id", "best_id" }) FlushModel.Refer(_country, _traveler, column);
        var key = Guid.NewGuid();
        var ann = _traveler.Insert(("name", "Ann"), ("country_id", _country.Insert() with { TemporaryKey = key }));
        var norway = _country.Insert(("code", "NO"), ("first_id", ann), ("last_id", ann), ("best_id", ann)) with { TemporaryKey = key };
        var plan = _model.Plan(norway, ann);
        Assert.Equal(3, plan.Steps.Length);
        Assert.Equal([FlushStepKind.Insert, FlushStepKind.Insert, FlushStepKind.Update], plan.Steps.Select(s => s.Kind));
        Assert.Equal(1, plan.Plan.Steps[2].Rows);
    }

    /// <summary>U3</summary>
    [Fact]
    public void Three_keys_of_a_row_in_a_cycle_take_one_update()
    {
        var guide = _model.Add("Guide", "xmin", ("country_id", StoreTypes.Integer, false));
        FlushModel.Refer(guide, _country, "country_id");
        foreach (var column in new[] { "first_id", "last_id", "best_id" }) FlushModel.Refer(_country, guide, column);
        var key = Guid.NewGuid();
        var norway = _country.Insert(("code", "NO")) with { TemporaryKey = key };
        var guides = Enumerable.Range(0, 3).Select(_ => guide.Insert(("country_id", norway))).ToArray();
        norway = _country.Insert(("code", "NO"), ("first_id", guides[0]), ("last_id", guides[1]), ("best_id", guides[2])) with { TemporaryKey = key };
        var plan = _model.Plan([norway, .. guides]);
        AssertPlan("""
            round trip 1: BEGIN
              1. INSERT country, 1 row
            round trip 2
              2. INSERT guide, 3 rows, keys from 1
            round trip 3
              3. UPDATE country, 1 row, keys from 1, 2
            COMMIT
            """, plan);
        Assert.Equal(new Argument.Value(null), plan.Plan.Steps[0].Arguments[1]);
        Assert.Equal([new Argument.CellOf(0, 0, 0), new Argument.CellOf(1, 0, 0), new Argument.CellOf(1, 1, 0), new Argument.CellOf(1, 2, 0)], plan.Plan.Steps[2].Arguments.ToArray());
        Assert.Equal(key, plan.Steps[2].Rows[0].TemporaryKey);
    }

    [Fact]
    public void A_row_that_refers_to_itself_is_updated_after()
    {
        var key = Guid.NewGuid();
        var self = _node.Insert(("name", "self"));
        var plan = _model.Plan(_node.Insert(("name", "self"), ("parent_id", self)) with { TemporaryKey = self.TemporaryKey });
        Assert.Equal([FlushStepKind.Insert, FlushStepKind.Update], plan.Steps.Select(s => s.Kind));
        Assert.Single(_model.Plan(_node.Insert(("id", 7), ("name", "self"), ("parent_id", 7))).Steps);
    }

    [Fact]
    public void A_circle_of_required_keys_is_refused_by_name()
    {
        var left = _model.Add("Left", "", ("right_id", StoreTypes.Integer, false));
        var right = _model.Add("Right", "", ("left_id", StoreTypes.Integer, false));
        FlushModel.Refer(left, right, "right_id");
        FlushModel.Refer(right, left, "left_id");
        var key = Guid.NewGuid();
        var one = left.Insert() with { TemporaryKey = key };
        var other = right.Insert(("left_id", one));
        var error = Assert.Throws<CyclicDependencyException>(() => _model.Plan(left.Insert(("right_id", other)) with { TemporaryKey = key }, other));
        Assert.Equal(["Left.ToRight", "Right.ToLeft"], error.Relations);
    }

    /// <summary>U7</summary>
    [Fact]
    public void Rows_of_one_shape_keep_the_order_of_add_and_shapes_the_order_of_their_first()
    {
        var plan = _model.Plan(
            _traveler.Insert(("name", "a")), _traveler.Insert(("name", "b"), ("country_id", 1)), _traveler.Insert(("name", "c")), _traveler.Insert(("name", "d"), ("country_id", 2)));
        Assert.Equal([["a", "c"], ["b", "d"]], plan.Steps.Select(s => s.Rows.Select(r => r.Values[1])));
        Assert.Equal(2, plan.Plan.Steps.Length);
    }

    /// <summary>U8</summary>
    [Fact]
    public void Updates_are_a_statement_a_shape_ordered_by_key_after_their_rows_are_locked()
    {
        var plan = _model.Plan(
            _traveler.Update(9, 1u, ("name", "i")), _traveler.Update(3, 2u, ("name", "c")), _traveler.Update(5, 3u, ("country_id", null)), _traveler.Update(4, 4u, ("country_id", 1)));
        AssertPlan("""
            round trip 1: BEGIN
              1. LOCK traveler, 4 rows
              2. UPDATE traveler, 2 rows
              3. UPDATE traveler, 2 rows
            COMMIT
            """, plan);
        Assert.Equal([3, 4, 5, 9], plan.Steps[0].Rows.Select(r => r.Key!.Value.Value));
        Assert.Equal([3, 9], plan.Steps[1].Rows.Select(r => r.Key!.Value.Value));
        Assert.Equal([2u, 1u], Assert.IsType<uint?[]>(Assert.IsType<Argument.Value>(plan.Plan.Steps[1].Arguments[1]).Content));
    }

    [Fact]
    public void One_row_a_table_needs_no_lock_where_tables_come_in_the_order_of_locks()
    {
        var updates = _model.Plan(_traveler.Update(1, 1u, ("name", "x")), _country.Update(1, 1u, ("code", "x")));
        Assert.Equal([FlushStepKind.Update, FlushStepKind.Update], updates.Steps.Select(s => s.Kind));
        Assert.Equal(["country", "traveler"], updates.Steps.Select(s => s.Table));

        AssertPlan("""
            round trip 1: BEGIN
              1. LOCK country, 1 row
              2. LOCK traveler, 1 row
              3. DELETE traveler, 1 row
              4. DELETE country, 1 row
            COMMIT
            """, _model.Plan(_country.Delete(1, 1u), _traveler.Delete(1, 1u)));
    }

    [Fact]
    public void Within_a_table_update_comes_before_insert_and_delete_last()
    {
        var plan = _model.Plan(_traveler.Delete(1, 1u), _traveler.Insert(("name", "x")), _traveler.Update(2, 1u, ("name", "y")));
        Assert.Equal([FlushStepKind.Lock, FlushStepKind.Update, FlushStepKind.Insert, FlushStepKind.Delete], plan.Steps.Select(s => s.Kind));
        Assert.Contains("FOR UPDATE", plan.Plan.Steps[0].Statement.Sql);
    }

    [Fact]
    public void A_child_moved_to_a_new_parent_is_updated_after_it_and_before_the_old_is_deleted()
    {
        var norway = _country.Insert(("code", "NO"));
        var plan = _model.Plan(_country.Delete(1, 1u), _traveler.Update(2, 1u, ("country_id", norway)), norway);
        Assert.Equal(["INSERT country", "UPDATE traveler", "DELETE country"], plan.Steps.Where(s => s.Kind != FlushStepKind.Lock).Select(s => $"{s.Kind.ToString().ToUpperInvariant()} {s.Table}"));
        Assert.Equal(new Argument.CellOf(1 + plan.Steps.Count(s => s.Kind == FlushStepKind.Lock) - 1, 0, 0), plan.Plan.Steps.Single(s => s.Statement.Sql.Contains("UPDATE \"traveler\"")).Arguments[2]);
    }

    /// <summary>Statements that wait for keys come together, whatever tables they are about.</summary>
    [Fact]
    public void Two_families_are_written_in_two_round_trips()
    {
        var country = _country.Insert(("code", "NO"));
        var root = _node.Insert(("name", "root"), ("parent_id", null));
        var plan = _model.Plan(country, _traveler.Insert(("name", "Ann"), ("country_id", country)), root, _node.Insert(("name", "leaf"), ("parent_id", root)));
        AssertPlan("""
            round trip 1: BEGIN
              1. INSERT country, 1 row
              2. INSERT node, 1 row
            round trip 2
              3. INSERT traveler, 1 row, keys from 1
              4. INSERT node, 1 row, keys from 2
            COMMIT
            """, plan);
    }

    /// <summary>U12</summary>
    [Fact]
    public void Delete_comes_first_where_a_unique_value_is_reused()
    {
        FlushModel.Unique(_country, "code");
        string[] Kinds(params object[] staged) => [.. _model.Plan(staged).Steps.Where(s => s.Kind != FlushStepKind.Lock).Select(s => $"{s.Kind} {s.Table}")];
        Assert.Equal(["Delete country", "Insert country"], Kinds(_country.Insert(("code", "NO")), _country.Delete(1, 1u, ("code", "NO"))));
        Assert.Equal(["Insert country", "Delete country"], Kinds(_country.Insert(("code", "SE")), _country.Delete(1, 1u, ("code", "NO"))));
        // What the deleted row holds is not known: better safe.
        Assert.Equal(["Delete country", "Insert country"], Kinds(_country.Insert(("code", "NO")), _country.Delete(1, 1u)));
        // Its children go first; and where they must wait for the new row, the server decides.
        Assert.Equal(["Delete traveler", "Delete country", "Insert country"], Kinds(_country.Insert(("code", "NO")), _country.Delete(1, 1u), _traveler.Delete(1, 1u)));
        var norway = _country.Insert(("code", "NO"));
        Assert.Equal(["Insert country", "Update traveler", "Delete country"], Kinds(norway, _country.Delete(1, 1u), _traveler.Update(1, 1u, ("country_id", norway))));
    }

    [Fact]
    public void Tables_that_refer_to_each_other_are_deleted_after_nullable_keys_are_emptied()
    {
        FlushModel.Refer(_country, _traveler, "first_id");
        var plan = _model.Plan(_country.Delete(1, 8u), _traveler.Delete(2, 9u));
        Assert.Equal(["Update traveler", "Delete country", "Delete traveler"], plan.Steps.Where(s => s.Kind != FlushStepKind.Lock).Select(s => $"{s.Kind} {s.Table}"));
        var (update, delete) = (plan.Steps.Single(s => s.Kind == FlushStepKind.Update), plan.Steps.Single(s => s is { Kind: FlushStepKind.Delete, Table: "traveler" }));
        Assert.Equal(9u, update.Rows[0].Version);
        Assert.Null(delete.Rows[0].Version);
        Assert.Null(update.Rows[0].Values[2]);
    }

    /// <summary>U11</summary>
    [Fact]
    public void Links_come_after_both_ends_and_go_before_them()
    {
        var ann = _traveler.Insert(("name", "Ann"));
        var plan = _model.Plan(
            ann, _country.Delete(4, 1u),
            new StagedLink(_visited, KeyRef.ToNew(_traveler, ann.TemporaryKey), KeyRef.To(new(_country, 3)), true),
            new StagedLink(_visited, KeyRef.To(new(_traveler, 8)), KeyRef.To(new(_country, 4)), false),
            new StagedLink(_visited, KeyRef.To(new(_traveler, 8)), KeyRef.To(new(_country, 3)), true));
        AssertPlan("""
            round trip 1: BEGIN
              1. INSERT traveler, 1 row
              2. UNLINK visited, 1 row
            round trip 2
              3. LINK visited, 2 rows, keys from 1
              4. DELETE country, 1 row
            COMMIT
            """, plan);
        Assert.Equal([null, 8], Patched(plan, 2, 0).ToArray());
    }

    [Fact]
    public void A_link_staged_from_both_sides_is_one_row()
    {
        var inverse = FlushModel.Link(_country, _traveler, "visited", "country_id", "traveler_id");
        (_visited.Inverse, inverse.Inverse) = (inverse, _visited);
        var (ann, norway) = (KeyRef.To(new(_traveler, 8)), KeyRef.To(new(_country, 3)));
        var plan = _model.Plan(new StagedLink(_visited, ann, norway, true), new StagedLink(inverse, norway, ann, true));
        Assert.Equal(1, Assert.Single(plan.Plan.Steps).Rows);
    }

    [Fact]
    public void More_rows_than_a_message_should_hold_are_several_statements_in_order()
    {
        var rows = Enumerable.Range(0, 25_000).Select(i => (object)_node.Insert(("name", $"{i}"), ("parent_id", null))).ToArray();
        var plan = _model.Plan(rows);
        Assert.Equal([10_000, 10_000, 5_000], plan.Plan.Steps.Select(s => s.Rows));
        Assert.Equal("24999", plan.Steps[2].Rows[^1].Values[1]);
        Assert.Same(plan.Plan.Steps[0].Statement, plan.Plan.Steps[2].Statement);

        var large = Enumerable.Range(0, 5).Select(i => (object)_node.Insert(("name", new string('x', 5 << 20)))).ToArray();
        Assert.Equal([3, 2], _model.Plan(large).Plan.Steps.Select(s => s.Rows));
    }

    [Fact]
    public void Children_of_rows_in_different_statements_take_their_keys_from_each()
    {
        var parents = Enumerable.Range(0, 10_001).Select(i => _country.Insert(("code", $"{i}"))).ToArray();
        var child = _traveler.Insert(("name", "Ann"), ("country_id", parents[10_000]));
        var plan = _model.Plan([.. parents, child]);
        Assert.Equal(new Argument.CellOf(1, 0, 0), plan.Plan.Steps[2].Arguments[1]);
    }

    [Fact]
    public void The_plan_carries_how_it_is_begun_and_says_so()
    {
        var unit = new StagedUnit([_country.Insert(("code", "NO"))], []);
        var plan = FlushPlanner.Plan(TableRanks.Of(_model.Types), unit, PlanTransaction.Commit, "ISOLATION LEVEL REPEATABLE READ");
        Assert.Equal("ISOLATION LEVEL REPEATABLE READ", plan.Plan.BeginOptions);
        AssertPlan("""
            round trip 1: BEGIN ISOLATION LEVEL REPEATABLE READ
              1. INSERT country, 1 row
            COMMIT
            """, plan);
        Assert.Equal("round trip 1\n  1. INSERT country, 1 row", FlushPlanner.Plan(TableRanks.Of(_model.Types), unit, PlanTransaction.None, "").ToString());
    }
}
