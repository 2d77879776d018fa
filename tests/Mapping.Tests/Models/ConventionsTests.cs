using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using AkkaOrm.Models;
using AkkaOrm.Types;

namespace AkkaOrm.Tests.Models;

/// <summary>What follows from a class where nothing else is said, and how attributes and the configuration change it.</summary>
public sealed class ConventionsTests
{
    public sealed record Sample
    {
        public int SampleId { get; init; }
        public string Name { get; init; } = "";
        public string? Remark { get; init; }
        public int Count { get; init; }
        public int? Limit { get; init; }
        public string HTTPCode2 { get; init; } = "";
        [Column("was_made", TypeName = "timestamp without time zone")] public DateTime MadeAt { get; init; }
        [Required] public string? Owner { get; init; }
        [ConcurrencyCheck] public int Stock { get; init; }
        [NotMapped] public Uri? Link { get; init; }
        public string Shout => Name + "!";
        public static int Made { get; set; }
    }

    [Fact]
    public void Columns_take_names_types_and_nullability_from_the_class()
    {
        var type = One<Sample>();
        Assert.Equal("sample", type.Table);
        Assert.Equal(
            ["sample_id integer not null", "name text not null", "remark text", "count integer not null", "limit integer", "http_code2 text not null",
            "was_made timestamp without time zone not null", "owner text not null", "stock integer not null", "xmin xid not null"],
            type.Properties.Select(p => $"{p.Column} {p.Mapping.Store}{(p.IsNullable ? "" : " not null")}"));
        Assert.Equal(Enumerable.Range(0, 10), type.Properties.Select(p => p.Ordinal));
        Assert.Equal(["Stock", "xmin"], type.Properties.Where(p => p.IsConcurrencyToken).Select(p => p.Name));
    }

    [Fact]
    public void Names_stay_as_written_when_asked_for()
    {
        var type = Model.Create(m => m.UseNaming(Naming.AsWritten).Entity<Sample>()).Entity(typeof(Sample));
        Assert.Equal("Sample", type.Table);
        Assert.Equal(["SampleId", "Name", "Remark", "Count", "Limit", "HTTPCode2", "was_made"], type.Properties.Take(7).Select(p => p.Column));
    }

    [Theory]
    [InlineData("Id", "id")]
    [InlineData("CreatedAt", "created_at")]
    [InlineData("HTTPCode", "http_code")]
    [InlineData("OrderID", "order_id")]
    [InlineData("Line2Text", "line2_text")]
    [InlineData("already_snake", "already_snake")]
    [InlineData("Has_Both", "has_both")]
    public void Snake_case_parts_words(string name, string column) => Assert.Equal(column, Identifiers.Snake(name));

    public sealed record Keyed { [Key, Column(Order = 1)] public int Second { get; init; } [Key, Column(Order = 0)] public string First { get; init; } = ""; public int Id { get; init; } }

    [Fact]
    public void Marked_keys_come_before_the_convention_and_in_their_order() => Assert.Equal(["First", "Second"], One<Keyed>().Key.Properties.Select(p => p.Name));

    [Fact]
    public void The_configured_key_comes_before_all()
    {
        var key = One<Keyed>(e => e.HasKey(x => new { x.Id, x.First })).Key;
        Assert.Equal(["Id", "First"], key.Properties.Select(p => p.Name));
        Assert.False(key.IsGenerated);
    }

    public sealed record Numbered { public long Id { get; init; } }
    public sealed record Lettered { public string Id { get; init; } = ""; }
    public sealed record Unique { public Guid Id { get; init; } }
    public sealed record Given { [DatabaseGenerated(DatabaseGeneratedOption.None)] public int Id { get; init; } }
    public sealed record Served { [DatabaseGenerated(DatabaseGeneratedOption.Identity)] public Guid Id { get; init; } }

    [Fact]
    public void A_single_integer_key_is_an_identity_and_others_are_the_clients()
    {
        Assert.Equal(ValueSource.Identity, One<Numbered>().Key.Properties[0].Source);
        Assert.Equal(0L, One<Numbered>().Key.Properties[0].Unset);
        Assert.Equal(ValueSource.Client, One<Lettered>().Key.Properties[0].Source);
        Assert.Equal(ValueSource.Client, One<Given>().Key.Properties[0].Source);
        Assert.Equal((ValueSource.Client, true), (One<Unique>().Key.Properties[0].Source, One<Unique>().Key.Properties[0].IsClientUuid));
        Assert.Equal((ValueSource.ServerDefault, "gen_random_uuid()"), (One<Served>().Key.Properties[0].Source, One<Served>().Key.Properties[0].DefaultSql));
    }

    public sealed record Versioned { public int Id { get; init; } [Timestamp] public uint Version { get; init; } }
    public sealed record Counted { public int Id { get; init; } [Timestamp] public long Version { get; init; } }

    [Fact]
    public void Every_entity_has_a_version_unless_it_says_none()
    {
        var shadow = One<Numbered>();
        Assert.Equal((VersionKind.Xmin, "xmin", true, true), (shadow.VersionKind, shadow.Version!.Column, shadow.Version.IsShadow, shadow.Version.IsSystem));
        var shown = One<Versioned>();
        Assert.Equal((VersionKind.Xmin, "xmin", false, StoreTypes.Xid), (shown.VersionKind, shown.Version!.Column, shown.Version.IsShadow, shown.Version.Mapping.Store));
        Assert.Equal(2, shown.Properties.Length);
        var counted = One<Counted>();
        Assert.Equal((VersionKind.Column, "version", "1", ValueSource.RowVersion), (counted.VersionKind, counted.Version!.Column, counted.Version.DefaultSql, counted.Version.Source));
        Assert.Equal("Stock", One<Sample>(e => e.HasVersion(x => x.Stock)).Version!.Name);
        var none = One<Numbered>(e => e.HasNoVersion());
        Assert.Equal((VersionKind.None, null, 1), (none.VersionKind, none.Version, none.Properties.Length));
    }

    public sealed record Positional([MaxLength(3), DefaultSql("'abc'")] string Code, [Required] string? Name, int Id = 0, int? Rank = null, DayOfWeek Day = DayOfWeek.Friday, string Ignored = "x")
    {
        [NotMapped] public string Ignored { get; init; } = Ignored;
    }

    [Fact]
    public void Attributes_of_parameters_count_and_unmapped_parameters_take_their_defaults()
    {
        var type = One<Positional>();
        Assert.Equal(["code", "name", "id", "rank", "day", "xmin"], type.Properties.Select(p => p.Column));
        Assert.Equal(("character varying(3)", "'abc'", ValueSource.ServerDefault), (type.Properties[0].Mapping.Store.Declaration, type.Properties[0].DefaultSql, type.Properties[0].Source));
        Assert.False(type.Properties[1].IsNullable);
        Assert.Equal(6, type.Construction.Arguments.Length);
        Assert.Equal(new MemberSource.Default(typeof(string), "x"), type.Construction.Arguments[5]);
        Assert.Empty(type.Construction.Assignments);
    }

    public sealed class Encapsulated
    {
        public Encapsulated(string name) => Name = name;

        public Encapsulated(string name, Uri other) : this(name) => Other = other;

        public int Id { get; private set; }
        public string Name { get; }

        [NotMapped] public Uri? Other { get; }
    }

    [Fact]
    public void Get_only_properties_are_set_by_the_constructor_that_takes_what_is_mapped()
    {
        var construction = One<Encapsulated>().Construction;
        Assert.Equal(["name"], construction.Constructor!.GetParameters().Select(p => p.Name));
        Assert.Equal(["Id"], construction.Assignments.Select(a => a.Member.Name));
    }

    public abstract class Base { public int Id { get; private set; } public virtual string Kind { get; set; } = ""; }
    public sealed class Derived : Base { public string Extra { get; set; } = ""; public override string Kind { get; set; } = ""; }

    [Fact]
    public void Properties_of_base_classes_are_mapped_too() => Assert.Equal(["Id", "Extra", "Kind"], One<Derived>().Properties.Where(p => !p.IsShadow).Select(p => p.Name));

    public readonly record struct Isbn(string Value);
    public sealed record Book { public Isbn Id { get; init; } public Isbn? Previous { get; init; } public ToMany<Copy> Copies { get; init; } }
    public sealed record Copy { public int Id { get; init; } public Isbn BookId { get; init; } public ToOne<Book> Book { get; init; } }

    [Fact]
    public void What_refers_to_a_key_takes_over_its_conversion()
    {
        var model = Model.Create(m => m.Entity<Copy>().Entity<Book>(e =>
        {
            e.Property(x => x.Id).HasConversion(id => id.Value, text => new Isbn(text)).HasMaxLength(13);
            e.Property(x => x.Previous).HasConversion(id => id!.Value.Value, text => new Isbn(text));
        }));
        var book = new Book { Id = new("1"), Previous = new("0") };
        var type = model.Entity(typeof(Book));
        Assert.Equal(["1", "0"], type.Properties.Take(2).Select(p => p.Read(book)));
        Assert.Null(type.Properties[1].Read(book with { Previous = null }));
        Assert.Equal(new Isbn("0"), type.Properties[1].Mapping.FromStore("0"));
        var foreign = model.Entity(typeof(Copy)).Property("BookId")!;
        Assert.Equal(("character varying(13)", "2"), (foreign.Mapping.Store.Declaration, foreign.Read(new Copy { BookId = new("2") })));
    }

    [ComplexType] public sealed record Money(decimal Amount, [MaxLength(3)] string Currency);
    public readonly record struct Span(int From, int? To);
    public sealed record Offer
    {
        public int Id { get; init; }
        public required Money Price { get; init; }
        [Column("was")] public Money? Before { get; init; }
        public Span Days { get; init; }
        public Span? Hours { get; init; }
    }

    private static EntityType OfferType => One<Offer>(e => e.ComplexProperty(x => x.Days).ComplexProperty(x => x.Hours).Property(x => x.Days.To).HasColumnName("last_day"));

    [Fact]
    public void Value_objects_are_columns_named_after_both()
    {
        Assert.Equal(
            ["id not null", "price_amount not null", "price_currency not null", "was_amount", "was_currency", "days_from not null", "last_day", "hours_from", "hours_to", "xmin not null"],
            OfferType.Properties.Select(p => p.Column + (p.IsNullable ? "" : " not null")));
        Assert.Equal("Days.To", OfferType.Properties[6].Name);
        var before = Assert.IsType<MemberSource.ValueObject>(OfferType.Construction.Assignments.Single(a => a.Member.Name == "Before").Source);
        Assert.True(before.IsNullable);
        Assert.Equal(typeof(Money), before.Construction.Type);
    }

    [Fact]
    public void A_column_is_read_through_value_objects_that_may_be_null()
    {
        var offer = new Offer { Id = 3, Price = new(1.5m, "EUR"), Hours = new(8, null) };
        Assert.Equal([3, 1.5m, "EUR", null, null, 0, null, 8, null], OfferType.Properties.SkipLast(1).Select(p => p.Read(offer)));
    }

    public sealed record Late { public int Id { get; init; } public Deferred<string?> Text { get; init; } public Deferred<byte[]> Data { get; init; } public Deferred<int?> Size { get; init; } }

    [Fact]
    public void A_deferred_column_is_present_when_it_was_loaded()
    {
        var type = One<Late>();
        Assert.Equal([true, false, true], type.Properties.Where(p => p.IsDeferred).Select(p => p.IsNullable));
        var late = new Late { Text = "a", Size = (int?)null };
        Assert.Equal([true, true, false, true, true], type.Properties.Select(p => p.IsPresent(late)));
        Assert.Equal(["a", null, null], type.Properties.Where(p => p.IsDeferred).Select(p => p.Read(late)));
    }

    public sealed record Strict { public int Id { get; init; } public DateTime At { get; init; } [DefaultSql("'Red'")] public Colour Colour { get; init; } }
    public enum Colour { Red = 1 }

    [Fact]
    public void A_value_that_cannot_be_converted_names_entity_and_property()
    {
        var type = One<Strict>();
        var error = Assert.Throws<InvalidValueException>(() => type.Property("At")!.Read(new Strict { At = new DateTime(2026, 1, 2) }));
        Assert.StartsWith("Strict.At cannot be stored: the value is a DateTime of Kind Unspecified", error.Problem, StringComparison.Ordinal);
        Assert.Throws<InvalidValueException>(() => type.Property("Colour")!.Read(new Strict { Colour = (Colour)7 }));
    }

    [Fact]
    public void The_default_of_a_type_counts_as_not_set_where_the_server_has_a_default()
    {
        var colour = One<Strict>().Property("Colour")!;
        Assert.Null(colour.Unset);
        Assert.Null(colour.Read(new Strict()));
        Assert.Equal("Red", colour.Read(new Strict { Colour = Colour.Red }));
    }

    [Fact]
    public void A_copy_is_another_value_with_the_same_members()
    {
        var one = new Numbered { Id = 4 };
        var two = One<Numbered>().Copy(one);
        Assert.Equal(one, two);
        Assert.NotSame(one, two);
    }

    [Fact]
    public void A_computed_or_indexed_column_and_a_filter_are_as_configured()
    {
        var type = One<Sample>(e =>
        {
            e.Property(x => x.Count).HasComputedSql("1 + 1");
            e.HasIndex(x => new { x.Name, x.Limit }).IsUnique();
            e.HasIndex(x => x.Remark);
            e.HasFilter("some", x => x.Count > 0);
        });
        Assert.Equal((ValueSource.Computed, "1 + 1"), (type.Property("Count")!.Source, type.Property("Count")!.ComputedSql));
        Assert.Equal(["sample_name_limit_key True", "sample_remark_idx False"], type.Indexes.Select(i => $"{i.Name} {i.IsUnique}"));
        Assert.Equal(["some"], type.Filters.Select(f => f.Name));
    }

    [Fact]
    public void Names_for_sql_are_quoted()
    {
        var model = Model.Create(m => m.Entity<Offer>(e => e.ToTable("of\"fer", "s").ComplexProperty(x => x.Days).ComplexProperty(x => x.Hours)));
        Assert.Equal("\"s\".\"of\"\"fer\"", model.Table<Offer>().ToString());
        Assert.Equal("\"price_amount\"", model.Column<Offer>(x => x.Price.Amount).ToString());
        Assert.Equal("\"id\"", model.Column<Offer>(x => x.Id).ToString());
        Assert.Equal("x => Convert(x.Price.Amount.Scale, Object) names no column of Offer.", Assert.Throws<StatementException>(() => model.Column<Offer>(x => x.Price.Amount.Scale)).Problem);
    }

    [Fact]
    public void An_unknown_class_is_refused_by_name()
    {
        var error = Assert.Throws<StatementException>(() => Shop.Model.Table<Sample>());
        Assert.Equal("Sample is not part of this model.", error.Problem);
        Assert.Contains(".Entity<Sample>()", error.Hint, StringComparison.Ordinal);
    }

    [Table("found", Schema = "s")] public sealed record Found { public int Id { get; init; } }
    public sealed record Configured { public int Number { get; init; } }

    public sealed class ConfiguredMapping : IEntityConfiguration<Configured>
    {
        public void Configure(EntityBuilder<Configured> entity) => entity.ToTable("configured_there").HasKey(x => x.Number);
    }

    /// <summary>An assembly of the types given: that of these tests holds faulty ones on purpose.</summary>
    private sealed class Types(params Type[] types) : System.Reflection.Assembly
    {
        public override Type[] GetTypes() => types;
    }

    [Fact]
    public void Entities_of_an_assembly_are_its_tables_and_its_configurations()
    {
        var model = Model.Create(m => m.EntitiesOf(new Types(typeof(Found), typeof(Sample), typeof(ConfiguredMapping))));
        Assert.Equal(["\"configured_there\"", "\"s\".\"found\""], model.Tables.Select(t => t.SqlName));
    }

    internal static EntityType One<T>(Action<EntityBuilder<T>>? map = null) where T : class => Model.Create(m => m.Entity(map ?? (_ => { }))).Entity(typeof(T));
}
