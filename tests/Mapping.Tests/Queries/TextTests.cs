using AkkaOrm.Tests.Models;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Queries;

/// <summary>Q6: texts of users never become wildcards.</summary>
public sealed class TextTests
{
    private static readonly Query<Traveler> All = From<Traveler>();

    [Fact]
    public void Wildcards_in_a_value_are_escaped()
    {
        var text = @"50%_a\b";
        Assert.Equal([@"50\%\_a\\b%"], Ask.Values(All.Where(x => x.Name.StartsWith(text))));
        Assert.Equal([@"%50\%\_a\\b"], Ask.Values(All.Where(x => x.Name.EndsWith(text))));
        Assert.Equal([@"%50\%\_a\\b%"], Ask.Values(All.Where(x => x.Name.Contains(text))));
        Assert.Equal("t0.\"name\" LIKE $1", Ask.Where(All.Where(x => x.Name.Contains(text))));
    }

    [Fact]
    public void A_character_is_a_text_of_one() => Assert.Equal(["%\\%%"], Ask.Values(All.Where(x => x.Name.Contains('%'))));

    [Fact]
    public void The_opposite_holds_where_the_text_is_null()
    {
        Assert.Equal("t0.\"name\" NOT LIKE $1", Ask.Where(All.Where(x => !x.Name.StartsWith("A"))));
        Assert.Equal("(t1.\"name\" LIKE $1) IS NOT TRUE", Ask.Where(All.Where(x => !x.Destination.Value.Name.StartsWith("A"))));
    }

    [Fact]
    public void A_column_as_pattern_is_compared_without_wildcards()
    {
        Assert.Equal("starts_with(t0.\"name\", t1.\"code\")", Ask.Where(All.Where(x => x.Name.StartsWith(x.Destination.Value.Code))));
        Assert.Equal("(strpos(t0.\"name\", t1.\"code\") > 0)", Ask.Where(All.Where(x => x.Name.Contains(x.Destination.Value.Code))));
        Assert.Equal("(right(t0.\"name\", length(t1.\"code\")) = t1.\"code\")", Ask.Where(All.Where(x => x.Name.EndsWith(x.Destination.Value.Code))));
    }

    [Fact]
    public void Functions_of_texts_are_functions_of_the_server()
    {
        Assert.Equal("length(t0.\"name\") > $1", Ask.Where(All.Where(x => x.Name.Length > 3)));
        Assert.Equal("replace(btrim(t0.\"name\", E' \\t\\n\\r\\f\\v'), $1, $2) = $3", Ask.Where(All.Where(x => x.Name.Trim().Replace("a", "b") == "c")));
        Assert.Equal("substr(t0.\"name\", $1 + 1, $2) = $3", Ask.Where(All.Where(x => x.Name.Substring(1, 2) == "nn")));
        Assert.Equal("t0.\"name\" LIKE $1", Ask.Where(All.Where(x => Sql.Like(x.Name, "a%"))));
        Assert.Equal("t0.\"name\" ILIKE $1", Ask.Where(All.Where(x => Sql.ILike(x.Name, "a%"))));
    }

    [Fact]
    public void Null_adds_nothing_to_a_text() =>
        Assert.Equal("t0.\"name\" || $1 || coalesce(t1.\"code\", '') || t0.\"id\"::text = $2", Ask.Where(All.Where(x => x.Name + "/" + x.Destination.Value.Code + x.Id == "a")));

    [Fact]
    public void Empty_and_null_are_asked_for_together() =>
        Assert.Equal("t1.\"code\" IS NULL OR t1.\"code\" = ''", Ask.Where(All.Where(x => string.IsNullOrEmpty(x.Destination.Value.Code))));

    [Fact]
    public void A_value_longer_than_the_column_is_a_question_like_any_other() => Assert.Equal(["Norway"], Ask.Values(From<Country>().Where(x => x.Code == "Norway")));

    [Fact]
    public void A_text_with_zero_is_refused_before_it_is_sent() =>
        Assert.Throws<InvalidValueException>(() => Ask.Sql(All.Where(x => x.Name == "a\0b")));

    [Fact]
    public void A_comparison_mode_is_refused_with_what_to_do() =>
        Assert.Contains("Sql.ILike", Assert.Throws<StatementException>(() => Ask.Sql(All.Where(x => x.Name.StartsWith("a", StringComparison.OrdinalIgnoreCase)))).Problem, StringComparison.Ordinal);
}
