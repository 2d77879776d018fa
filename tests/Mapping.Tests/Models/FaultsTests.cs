using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using AkkaOrm.Models;

namespace AkkaOrm.Tests.Models;

/// <summary>What a model cannot be, said with the names at hand and what to do.</summary>
public sealed class FaultsTests
{
    public sealed record Plain { public int Id { get; init; } public string Name { get; init; } = ""; public ToMany<Plain> More { get; init; } }
    public sealed record Keyless { public int Number { get; init; } }
    public sealed record Linked { public int Id { get; init; } public ToOne<Keyless> Other { get; init; } public Uri? Site { get; init; } public List<Plain>? Plains { get; init; } public Plain? Single { get; init; } }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var error = Assert.Throws<ModelException>(() => Model.Create(m => m.Entity<Linked>().Entity<Plain>(e => e.ToTable(""))));
        Assert.Equal(
        [
            "Linked.Other refers to Keyless, which is not part of the model: add .Entity<Keyless>(), or mark the property [NotMapped].",
            "Linked.Site: Uri has no column type of its own; use a type that has one, HasConversion, ComplexProperty for a value object, or [NotMapped].",
            "Linked.Plains is a List<Plain>, and Plain is an entity: a relation is a property of type ToMany<Plain>.",
            "Linked.Single is a Plain, which is an entity: a relation is a property of type ToOne<Plain>.",
            "Plain has the table name \"\": a name in PostgreSQL cannot be empty.",
        ], error.Faults);
    }

    [Fact]
    public void An_empty_model() => Fault(m => { }, "nothing is mapped: add .Entity<T>() for each class.");

    [Fact]
    public void No_key() => Fault(m => m.Entity<Keyless>(), "Keyless has no key: name a property Id or KeylessId, mark it [Key], or say HasKey(x => …).");

    public sealed record NullKey { [Key] public string? Code { get; init; } }
    public sealed record ArrayKey { public byte[] Id { get; init; } = []; }

    [Fact]
    public void A_key_that_can_be_null() => Fault(m => m.Entity<NullKey>(), "NullKey.Code is part of the key and can be null: a key cannot; make it string.");

    [Fact]
    public void A_key_that_is_an_array() => Fault(m => m.Entity<ArrayKey>(), "ArrayKey.Id is part of the key and a byte[]: arrays are compared by reference; use HasConversion to a type compared by value.");

    public sealed class Unmakeable(int id, Uri site) { public int Id { get; } = id; public override string ToString() => $"{site}"; }
    public abstract class Abstract { public int Id { get; set; } }

    [Fact]
    public void No_constructor() => Fault(m => m.Entity<Unmakeable>(),
        "Unmakeable cannot be made from its columns: Unmakeable(int id, Uri site) needs site, which is no mapped property of type Uri. Add a parameterless constructor (it may be private), or name every parameter like the property it sets.");

    [Fact]
    public void An_abstract_class() => Fault(m => m.Entity<Abstract>(), "Abstract is abstract: only a class whose values can be made is mapped; map the classes derived from it.");

    public sealed record Fixed { public int Id { get; init; } public ToMany<Plain> Plains { get; } [Column("x")] public int Computed => Id; }

    [Fact]
    public void Members_that_cannot_be_assigned() => Fault(m => m.Entity<Fixed>(),
        "Fixed.Plains is a relation that cannot be assigned: give it an init or set accessor, or a constructor parameter of the same name and type.",
        "Fixed.Computed is mapped but cannot be assigned: give it an init or set accessor, or a constructor parameter of the same name and type.");

    [Fact]
    public void One_table_for_two() => Fault(m => m.Entity<Plain>().Entity<Right>(e => e.ToTable("plain")), "Plain and Right are mapped to one table, plain: rename one by ToTable, [Table] or Through.");

    public sealed record Numbers { public int Id { get; init; } public int A { get; init; } public int B { get; init; } [Column("xmin")] public int C { get; init; } }

    [Fact]
    public void Column_names() => Fault(m => m.Entity<Numbers>(e => { e.Property(x => x.A).HasColumnName("id"); e.Property(x => x.B).HasColumnName(new('b', 64)); }),
        $"Numbers.B has the column name \"{new string('b', 64)}\": a name in PostgreSQL has at most 63 bytes, not 64.",
        "Numbers.C has the column name xmin, which is a system column of every table: rename it, or mark a uint property [Timestamp] to see it.",
        "Numbers: Id and A are both mapped to the column id: rename one by HasColumnName or [Column].");

    public sealed record Ambiguous { public int Id { get; init; } public ToMany<Ambivalent> All { get; init; } }
    public sealed record Ambivalent { public int Id { get; init; } public ToOne<Ambiguous> From { get; init; } public ToOne<Ambiguous> To { get; init; } }

    [Fact]
    public void An_ambiguous_inverse() => Fault(m => m.Entity<Ambiguous>().Entity<Ambivalent>(),
        "Ambiguous.All could be the other side of Ambivalent.From or Ambivalent.To: say which by HasMany(x => x.All).WithOne(x => x.From), or [InverseProperty(\"From\")] on All.");

    [Fact]
    public void An_ambiguous_inverse_whichever_comes_first() => Fault(m => m.Entity<Ambivalent>().Entity<Ambiguous>(),
        "Ambiguous.All could be the other side of Ambivalent.From or Ambivalent.To: say which by HasMany(x => x.All).WithOne(x => x.From), or [InverseProperty(\"From\")] on All.");

    public sealed record Double { public int Id { get; init; } public ToMany<Half> Left { get; init; } public ToMany<Half> Right { get; init; } }
    public sealed record Half { public int Id { get; init; } public ToOne<Double> Whole { get; init; } }

    [Fact]
    public void Two_collections_for_one_reference() => Fault(m => m.Entity<Double>().Entity<Half>(),
        "Half.Whole could be the other side of several relations of Double, Left among them: say which by HasMany(x => x.Left).WithOne(x => x.Whole), or [InverseProperty(\"Left\")] on Whole.");

    public sealed record Misfit { public int Id { get; init; } public string PlainId { get; init; } = ""; public ToOne<Plain> Plain { get; init; } }

    [Fact]
    public void A_foreign_key_of_another_type() => Fault(m => m.Entity<Plain>().Entity<Misfit>(), "Misfit.PlainId is string (text), and Plain.Id, which it refers to, is int (integer): give both one type.");

    public sealed record Unsure { public int Id { get; init; } public int PlainId { get; init; } public ToOne<Plain?> Plain { get; init; } }
    public sealed record TooSure { public int Id { get; init; } public int? PlainId { get; init; } public ToOne<Plain> Plain { get; init; } }
    public sealed record Same(int Id, int? PlainId, ToOne<Plain?> Plain = default);

    [Fact]
    public void A_relation_and_a_foreign_key_that_disagree_on_null() => Fault(m => m.Entity<Plain>().Entity<Unsure>().Entity<TooSure>().Entity<Same>(),
        "Unsure.Plain is ToOne<Plain?>, so it may be empty, but its foreign key PlainId cannot be null: make them agree, by int? PlainId or ToOne<Plain> Plain.",
        "TooSure.Plain is ToOne<Plain>, so it is never empty, but its foreign key PlainId can be null: make them agree, by int PlainId or ToOne<Plain?> Plain.");

    [Fact]
    public void An_optional_relation_whose_key_cannot_be_null() => Fault(m => m.Entity<Plain>().Entity<Unsure>(e => e.HasOne(x => x.Plain).WithMany().IsRequired(false)),
        "Unsure.Plain is optional by IsRequired(false), but its foreign key Unsure.PlainId cannot be null: make it int?.");

    [Fact]
    public void SetNull_on_what_is_required() => Fault(m => m.Entity<Ambiguous>(e => e.HasMany(x => x.All).WithOne(x => x.To).OnDelete(DeleteBehavior.SetNull)).Entity<Ambivalent>(),
        "Ambivalent.To – Ambiguous.All is required, and OnDelete(SetNull) would empty its foreign key Ambivalent.ToId: choose Restrict or Cascade, or make it nullable.");

    [Fact]
    public void Unknown_or_uneven_foreign_keys() => Fault(m => m.Entity<Ambiguous>().Entity<Ambivalent>(e =>
        {
            e.HasOne(x => x.From).WithMany(x => x.All).HasForeignKey(x => new { x.Id, x.From });
            e.HasOne(x => x.To).WithMany().HasForeignKey(x => x.Id).HasPrincipalKey(x => new { x.Id, Again = x.Id });
        }),
        "Ambivalent.From – Ambiguous.All: HasForeignKey names Ambivalent.From, which is not a mapped column.",
        "Ambivalent.To: its foreign key (Id) has 1 columns, and the key of Ambiguous (Id, Id) has 2.");

    [Fact]
    public void Two_mappings_of_one_relation() => Fault(m => m.Entity<Ambiguous>(e => e.HasMany(x => x.All).WithOne(x => x.From)).Entity<Ambivalent>(e => e.HasOne(x => x.To).WithMany(x => x.All)),
        "Ambivalent.From – Ambiguous.All is mapped twice, the second time as Ambivalent.To – Ambiguous.All: a property belongs to one relation.");

    [Fact]
    public void A_required_reference_to_what_holds_the_key() => Fault(m => m.Entity<Egg>(e => e.HasOne(x => x.Hen).WithOne(x => x.Egg)).Entity<Hen>(),
        "Hen.Egg is ToOne<Egg>, but Egg holds the foreign key, so there may be none: make it ToOne<Egg?>.");

    [Fact]
    public void A_one_to_one_that_nobody_holds() => Fault(m => m.Entity<Egg>().Entity<Hen>(),
        "Egg.Hen and Hen.Egg are one-to-one, and neither of them has a foreign key: say which holds it, by HasOne(x => x.Hen).WithOne(x => x.Egg) in the one that does.",
        "Hen.Egg is ToOne<Egg>, but Egg holds the foreign key, so there may be none: make it ToOne<Egg?>.");

    public sealed record Egg { public int Id { get; init; } public ToOne<Hen> Hen { get; init; } }
    public sealed record Hen { public int Id { get; init; } public ToOne<Egg> Egg { get; init; } }

    [Fact]
    public void A_link_with_itself_whose_columns_are_one() => Fault(m => m.Entity<Plain>(e => e.HasMany(x => x.More).WithMany()),
        "Plain.More: both sides of the link table plain_plain would have the column plain_id: name them, by Through(\"plain_plain\", [\"…\"], [\"…\"]).");

    [Fact]
    public void A_link_of_too_many_columns() => Fault(m => m.Entity<Plain>(e => e.HasMany(x => x.More).WithMany().Through("t", ["a", "b"], ["c"])), "Plain.More: Through names 2 columns for Plain, whose key has 1.");

    public sealed record Left { public int Id { get; init; } public ToMany<Right> Rights { get; init; } }
    public sealed record Right { public int Id { get; init; } }
    public sealed record Between { public int Id { get; init; } public string Why { get; init; } = ""; public ToOne<Left> Left { get; init; } public ToOne<Right> Right { get; init; } }

    [Fact]
    public void A_link_that_would_leave_a_column_empty() => Fault(m => m.Entity<Left>(e => e.HasMany(x => x.Rights).WithMany().Through<Between>()).Entity<Right>().Entity<Between>(),
        "Left.Rights goes through Between, and a link row would leave Between.Why empty, which cannot be null: give it [DefaultSql], or relate both sides to Between instead.");

    [Fact]
    public void A_link_through_what_has_no_relations_to_both() => Fault(m => m.Entity<Left>(e => e.HasMany(x => x.Rights).WithMany().Through<Plain>()).Entity<Right>().Entity<Plain>(),
        "Left.Rights goes through Plain, which must have exactly one relation to Left and one to Right; or name its table and columns, by Through(\"plain\", [\"…\"], [\"…\"]).");

    public sealed record Versions { public int Id { get; init; } [Timestamp] public byte[] A { get; init; } = []; [Timestamp] public uint B { get; init; } }

    [Fact]
    public void Versions_of_the_wrong_number_or_type() => Fault(m => m.Entity<Versions>(e => e.HasNoVersion()),
        "Versions has 2 versions (A, B): keep one; others may be [ConcurrencyCheck].",
        "Versions has HasNoVersion() and the version A: keep one of them.",
        "Versions.A is a version of type byte[]: use uint, which shows xmin and needs no column, or short, int or long, which every update counts up.");

    [Fact]
    public void A_key_as_a_version() => Fault(m => m.Entity<Plain>(e => e.HasVersion(x => x.Id)), "Plain.Id is a version and part of a key: an update counts a version up; use a property of its own.");

    public sealed record Sources { public int Id { get; init; } [DatabaseGenerated(DatabaseGeneratedOption.Identity)] public string A { get; init; } = ""; [DatabaseGenerated(DatabaseGeneratedOption.None), DefaultSql("1")] public int B { get; init; } public int C { get; init; } }

    [Fact]
    public void Columns_filled_by_two_or_by_nobody() => Fault(m => m.Entity<Sources>(e => e.Property(x => x.C).HasDefaultSql("1").HasComputedSql("2")),
        "Sources.A is [DatabaseGenerated(Identity)], and string has no identity: use short, int, long or Guid, or say what fills it, by [DefaultSql].",
        "Sources.B is [DatabaseGenerated(None)] and has a default: remove one of them.",
        "Sources.C is computed and has a default: a column is filled by one of them.");

    [Fact]
    public void Lambdas_that_name_no_property() => Fault(m => m.Entity<Plain>(e =>
        {
            e.HasKey(x => x.Id + 1);
            e.Property(x => x.Name + "!").HasColumnName("a");
        }),
        "Plain: HasKey(x => (x.Id + 1)) names no property; write x => x.Name or x => new { x.First, x.Second }.",
        "Plain: Property(x => (x.Name + \"!\")) names no property; write x => x.Name.");

    [Fact]
    public void Configuration_of_what_is_not_mapped() => Fault(m => m.Entity<Plain>(e =>
        {
            e.Property(x => x.More).HasColumnName("a");
            e.Property(x => x.Name.Length).HasColumnName("b");
            e.ComplexProperty(x => x.More);
            e.HasIndex(x => x.More);
            e.HasIndex(x => x.Name.Length);
            e.HasKey(x => x.Name.Length);
            e.HasVersion(x => x.Name.Length);
            e.HasFilter("a", x => true).HasFilter("a", x => false);
        }),
        "Plain has two filters named \"a\".",
        "Plain.More is a relation, and Property(x => x.More) configures columns: use HasOne or HasMany, and Property for its foreign key.",
        "Plain.Name.Length is configured by Property(x => x.Name.Length) but not mapped: it is [NotMapped], or cannot be assigned.",
        "Plain.More is configured by ComplexProperty(x => x.More) but not mapped: it is [NotMapped], a relation, or cannot be assigned.",
        "Plain.Name.Length is in HasKey but is not a mapped column.",
        "Plain.Name.Length is in HasVersion but is not a mapped column.",
        "Plain.More is in HasIndex but is a relation: name its foreign key (which has an index already).",
        "Plain.Name.Length is in HasIndex but is not a mapped column.");

    [Fact]
    public void An_index_over_xmin_alone() => Fault(m => m.Entity<One>(e => e.HasIndex(x => x.Version)), "One: HasIndex over Version alone: PostgreSQL indexes no system columns.");

    public sealed record One { public int Id { get; init; } [Timestamp] public uint Version { get; init; } }

    [Fact]
    public void A_value_that_cannot_be_null_in_a_nullable_column() => Fault(m => m.Entity<Plain>(e => e.Property(x => x.Id).IsRequired(false)),
        "Plain.Id is int, which cannot be null, and IsRequired(false) makes its column nullable: use int?.",
        "Plain.Id is part of the key and can be null: a key cannot; make it int.");

    public sealed record Holder { public int Id { get; init; } public Odd Odd { get; init; } = null!; }
    [ComplexType] public sealed record Odd { public Odd? Self { get; init; } public ToOne<Plain> Plain { get; init; } }

    [Fact]
    public void A_value_object_of_relations_and_of_itself() => Fault(m => m.Entity<Holder>().Entity<Plain>(),
        "Holder.Odd.Self is a value object that contains itself.",
        "Holder.Odd.Plain is a relation in a value object: a value object holds columns only; move it to the entity, or mark it [NotMapped].",
        "Holder.Odd is a value object without a property that could be a column.");

    [Fact]
    public void A_conversion_of_the_wrapper() => Fault(m => m.Entity<Late>(e => e.Property(x => x.Text).HasConversion(t => t.Value, t => t)),
        "Late.Text: its conversion is one of Deferred<string>, not of string; use a type that has one, HasConversion, ComplexProperty for a value object, or [NotMapped].");

    public sealed record Late { public int Id { get; init; } public Deferred<string> Text { get; init; } }

    [Fact]
    public void A_false_inverse() => Fault(m => m.Entity<Sided>().Entity<Right>(), "Sided.Rights has [InverseProperty(\"Nothing\")], but Right has no free relation Nothing to Sided.");

    public sealed record Sided { public int Id { get; init; } [InverseProperty("Nothing")] public ToMany<Right> Rights { get; init; } }

    [Fact]
    public void Two_entities_of_one_name() => Fault(m => m.Entity<Plain>().Entity<Other.Plain>(e => e.ToTable("other")),
        "AkkaOrm.Tests.Models.FaultsTests+Plain and AkkaOrm.Tests.Models.FaultsTests+Other+Plain have one name, Plain, and entities travel by it: rename one.");

    public static class Other { public sealed record Plain { public int Id { get; init; } } }

    private static void Fault(Action<ModelBuilder> build, params string[] faults) => Assert.Equal(faults, Assert.Throws<ModelException>(() => Model.Create(build)).Faults);
}
