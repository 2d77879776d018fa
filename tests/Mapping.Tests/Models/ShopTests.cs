using AkkaOrm.Models;

namespace AkkaOrm.Tests.Models;

/// <summary>The model of the first client program: every kind of class and relation in one.</summary>
public sealed class ShopTests
{
    [Fact]
    public void The_model_of_the_first_program_builds()
    {
        Assert.Equal(9, Shop.Model.EntityTypes.Length);
    }

    [Theory]
    [InlineData(typeof(Traveler), "id integer not null Identity, name text not null, age integer not null, created_at timestamp with time zone not null ServerDefault, destination_id integer, diary text, xmin xid not null RowVersion")]
    [InlineData(typeof(Country), "id integer not null Identity, code character varying(2) not null, name text not null, region_id integer not null, xmin xid not null RowVersion")]
    [InlineData(typeof(Visit), "traveler_id integer not null, country_id integer not null, on date not null, xmin xid not null RowVersion")]
    [InlineData(typeof(Order), "id uuid not null, state text not null, total_amount numeric not null, total_currency text not null, where_x double precision, where_y double precision, xmin xid not null RowVersion, buyer_id integer not null")]
    [InlineData(typeof(OrderLine), "id integer not null Identity, number integer not null, article text not null, order_id uuid not null, xmin xid not null RowVersion")]
    public void Columns_follow_from_the_classes(Type type, string columns)
    {
        Assert.Equal(columns, string.Join(", ", Shop.Model.Entity(type).Properties.Select(Describe)));
    }

    private static string Describe(Property p) => $"{p.Column} {p.Mapping.Store}{(p.IsNullable ? "" : " not null")}{(p.Source == ValueSource.Client ? "" : $" {p.Source}")}";
}
