using System.Linq.Expressions;
using AkkaOrm.Tests.Models;
using Xunit;

namespace AkkaOrm.Queries;

/// <summary>What is around a lambda has the value that C# gives it.</summary>
public sealed class EvaluationTests
{
    private sealed class Filter
    {
        public string? Name { get; init; }
        public int? Least { get; init; }
        public int[] Ids { get; init; } = [];
        public Filter? Inner { get; init; }
        public OrderState State { get; init; }
        public int Twice(int number) => number * 2;
        public static string Greeting(string name) => $"Hi {name}";
    }

    [Fact]
    public void Every_kind_of_expression_has_the_value_of_its_compiled_self()
    {
        var filter = new Filter { Name = "Ann", Ids = [3, 4], Inner = new() { Least = 7 }, State = OrderState.Paid };
        var (none, number, big, fraction, not) = ((string?)null, 5, 5_000_000_000, double.NaN, false);
        int? empty = null, full = 5;
        Expression<Func<object?>>[] lambdas =
        [
            () => filter.Name, () => filter.Inner!.Least, () => filter.Inner!.Name, () => filter.Ids[1], () => filter.Ids.Length, () => filter.Twice(number), () => Filter.Greeting("Bob"),
            () => number + 1, () => number - 7, () => number * number, () => int.MaxValue + number, () => big + number, () => big * 2, () => number / 2, () => number % 2, () => checked(number + 1), () => -number, () => ~number,
            () => none == null, () => none != null, () => null == none, () => filter.Name == "Ann", () => filter.Name != "Ann", () => filter.Name == none, () => filter.Inner == null, () => filter == filter.Inner,
            () => empty == null, () => full == null, () => full == number, () => empty == number, () => empty != number, () => full != 5, () => empty == full,
            () => number > 4, () => number <= 4, () => empty > 4, () => full > 4, () => full >= empty, () => big < number, () => fraction == double.NaN, () => fraction > 1,
            () => empty.HasValue, () => full.HasValue, () => full!.Value, () => empty.GetValueOrDefault(), () => full.GetValueOrDefault(), () => empty.GetValueOrDefault(3), () => full.GetValueOrDefault(3), () => empty.ToString(), () => full.ToString(), () => full.Equals(5), () => empty.Equals(null), () => !filter.Least.HasValue, () => filter.Inner!.Least.HasValue && filter.Inner.Least.Value == 7,
            () => filter.State == OrderState.Paid, () => filter.State > OrderState.Paid, () => filter.State != OrderState.Open, () => number == 'a', () => not == false,
            () => not || number == 5, () => not && filter.Inner!.Inner!.Name == "", () => !not, () => not ^ true, () => not | true,
            () => none ?? "none", () => filter.Name ?? "none", () => empty ?? 3, () => full ?? 3L, () => none == null ? number : big, () => not ? filter.Inner!.Inner!.Name : "right",
            () => new[] { number, 2 }, () => new List<int> { 1, number }, () => new DateOnly(2026, 1, number), () => new { Number = number }, () => (object)number, () => (long)number, () => (int)big, () => (int?)number,
            () => string.Concat(filter.Name, none), () => filter.Name + number, () => new Money(number, "EUR") == new Money(5, "EUR"), () => new Point(1, 2).Equals(new Point(1, 2)), () => DateTime.MinValue.Year, () => filter is object, () => (filter as object) != null,
        ];
        Assert.All(lambdas, lambda => Assert.Equal(lambda.Compile()(), Evaluation.Of(lambda.Body)));
    }

    [Fact]
    public void What_fails_in_csharp_fails_here()
    {
        Filter? nobody = null;
        int[]? nothing = null;
        Expression<Func<object?>>[] lambdas = [() => nobody!.Name, () => nothing![0], () => nobody!.Twice(3), () => new Filter().Ids[0], () => nobody!.Name == null];
        Assert.All(lambdas, lambda => Assert.IsType(Thrown(() => lambda.Compile()()).GetType(), Thrown(() => Evaluation.Of(lambda.Body))));
    }

    private static Exception Thrown(Func<object?> evaluate)
    {
        var error = Record.Exception(() => { evaluate(); });
        return error is System.Reflection.TargetInvocationException { InnerException: { } inner } ? inner : error!;
    }
}
