using AkkaOrm.Types;

namespace AkkaOrm.Tests.Types;

/// <summary>Which CLR type becomes which column type, and what of its values is refused.</summary>
public sealed class TypeMappingsTests
{
    private enum Colour { Red = 1, Green = 2 }

    [Flags]
    private enum Days { None = 0, Monday = 1, Tuesday = 2 }

    [Theory]
    [InlineData(typeof(bool), null, "boolean")]
    [InlineData(typeof(short), null, "smallint")]
    [InlineData(typeof(int), null, "integer")]
    [InlineData(typeof(int?), null, "integer")]
    [InlineData(typeof(long), null, "bigint")]
    [InlineData(typeof(byte), null, "smallint")]
    [InlineData(typeof(sbyte), null, "smallint")]
    [InlineData(typeof(ushort), null, "integer")]
    [InlineData(typeof(uint), null, "bigint")]
    [InlineData(typeof(ulong), null, "numeric(20,0)")]
    [InlineData(typeof(float), null, "real")]
    [InlineData(typeof(double), null, "double precision")]
    [InlineData(typeof(decimal), null, "numeric")]
    [InlineData(typeof(decimal), "decimal( 10, 2 )", "numeric(10,2)")]
    [InlineData(typeof(long), "int", "integer")]
    [InlineData(typeof(int), "INT8", "bigint")]
    [InlineData(typeof(string), null, "text")]
    [InlineData(typeof(string), "varchar(10)", "character varying(10)")]
    [InlineData(typeof(string), "char(3)", "character(3)")]
    [InlineData(typeof(char), null, "text")]
    [InlineData(typeof(Guid), null, "uuid")]
    [InlineData(typeof(byte[]), null, "bytea")]
    [InlineData(typeof(DateOnly), null, "date")]
    [InlineData(typeof(TimeOnly), null, "time without time zone")]
    [InlineData(typeof(TimeSpan), null, "interval")]
    [InlineData(typeof(DateTimeOffset), null, "timestamp with time zone")]
    [InlineData(typeof(DateTime), null, "timestamp with time zone")]
    [InlineData(typeof(DateTime), "timestamp without time zone", "timestamp without time zone")]
    [InlineData(typeof(Colour), null, "text")]
    [InlineData(typeof(Colour), "integer", "integer")]
    public void A_type_is_stored_as(Type clr, string? columnType, string declaration)
    {
        Assert.True(TypeMappings.TryGet(clr, columnType, null, out var mapping, out _));
        Assert.Equal(declaration, mapping.Store.Declaration);
    }

    [Theory]
    [InlineData(typeof(Uri), null, null, "Uri has no column type of its own")]
    [InlineData(typeof(List<int>), null, null, "List<int> has no column type of its own")]
    [InlineData(typeof(int), "text", null, "int cannot be stored as text")]
    [InlineData(typeof(int), "jsonb", null, "the column type 'jsonb' is not one that is carried")]
    [InlineData(typeof(int), null, 3, "a maximal length is for text, not for int")]
    [InlineData(typeof(string), null, 0, "a maximal length of 0 holds nothing")]
    public void A_type_without_a_column_type_says_why(Type clr, string? columnType, int? maxLength, string why)
    {
        Assert.False(TypeMappings.TryGet(clr, columnType, maxLength, out _, out var fault));
        Assert.Equal(why, fault);
    }

    [Fact]
    public void A_declared_type_is_one_object_and_casts_leave_its_length_out()
    {
        Assert.Same(StoreTypes.Parse("varchar(10)"), StoreTypes.Parse("character varying(10)"));
        Assert.Equal("character varying", StoreTypes.VarCharOf(10).Name);
        Assert.Equal("character varying[]", StoreTypes.VarCharOf(10).ArrayName);
        Assert.Equal(("bpchar", "character(3)"), (StoreTypes.CharOf(3).Name, StoreTypes.CharOf(3).Declaration));
        Assert.Same(StoreTypes.VarCharOf(7), Mapping(typeof(string), null, 7).Store);
    }

    [Theory]
    [InlineData((byte)7, (short)7)]
    [InlineData(7u, 7L)]
    [InlineData('x', "x")]
    [InlineData(Colour.Green, "Green")]
    [InlineData(Days.Monday | Days.Tuesday, "Monday, Tuesday")]
    public void A_converted_value_comes_back_as_it_went(object value, object stored)
    {
        var mapping = Mapping(value.GetType());
        Assert.Equal(stored, mapping.ToStore(value));
        Assert.Equal(value, mapping.FromStore(stored));
    }

    [Fact]
    public void An_enum_as_a_number_comes_back_as_it_went()
    {
        var mapping = Mapping(typeof(Colour), "smallint");
        Assert.Equal((short)2, mapping.ToStore(Colour.Green));
        Assert.Equal(Colour.Green, mapping.FromStore((short)2));
    }

    [Fact]
    public void A_number_that_does_not_fit_is_refused() =>
        Assert.Equal("could not be converted between long and integer (OverflowException)", Mapping(typeof(long), "integer").Fault(5_000_000_000L));

    [Fact]
    public void A_number_without_a_name_is_no_enum_text() => Assert.Equal("is a number that has no name in Colour", Mapping(typeof(Colour)).Fault((Colour)7));

    [Fact]
    public void A_text_that_is_no_name_is_refused_on_the_way_back() =>
        Assert.Equal("is a text that is no name in Colour", Assert.Throws<ConversionException>(() => Mapping(typeof(Colour)).FromStore("Blue")).Message);

    // Attributes hold UTF-8, which has no half characters: hence no theory.
    [Fact]
    public void Half_characters_and_U0000_are_refused()
    {
        Assert.Equal("contains U+0000, which PostgreSQL cannot store in a text", Mapping(typeof(string)).Fault("a\0b"));
        Assert.Equal("contains half of a surrogate pair, which is no character", Mapping(typeof(string)).Fault("a\ud83d"));
        Assert.Equal("contains half of a surrogate pair, which is no character", Mapping(typeof(string)).Fault("\ude00a"));
        Assert.Null(Mapping(typeof(string)).Fault("a\ud83d\ude00b"));
    }

    [Fact]
    public void A_text_is_measured_in_code_points()
    {
        Assert.Null(StoreTypes.VarCharOf(2).Fault("a😀"));
        Assert.Equal("has 3 characters, and character varying(2) takes 2", StoreTypes.VarCharOf(2).Fault("ab😀"));
    }

    [Fact]
    public void A_DateTime_for_timestamptz_must_be_Utc()
    {
        var mapping = Mapping(typeof(DateTime));
        Assert.Null(mapping.Fault(new DateTime(2026, 5, 6, 7, 8, 9, DateTimeKind.Utc)));
        Assert.StartsWith("is a DateTime of Kind Local, and timestamp with time zone takes Utc", mapping.Fault(new DateTime(2026, 5, 6, 7, 8, 9, DateTimeKind.Local)), StringComparison.Ordinal);
        Assert.StartsWith("is a DateTime of Kind Unspecified", mapping.Fault(new DateTime(2026, 5, 6)), StringComparison.Ordinal);
        Assert.Equal(DateTimeKind.Utc, ((DateTime)mapping.FromStore(DateTimeOffset.UnixEpoch)!).Kind);
    }

    [Fact]
    public void A_DateTime_for_timestamp_must_not_be_Utc()
    {
        var mapping = Mapping(typeof(DateTime), "timestamp");
        Assert.Null(mapping.Fault(new DateTime(2026, 5, 6)));
        Assert.StartsWith("is a DateTime of Kind Utc, and timestamp without time zone holds no instant", mapping.Fault(new DateTime(2026, 5, 6, 0, 0, 0, DateTimeKind.Utc)), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_are_sent_in_utc_and_in_whole_microseconds()
    {
        var given = new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.FromHours(2)).AddTicks(1234567);
        var stored = (DateTimeOffset)Mapping(typeof(DateTimeOffset)).ToStore(given)!;
        Assert.Equal(given.AddTicks(-7), stored);
        Assert.Equal(TimeSpan.Zero, stored.Offset);
        Assert.Equal(TimeSpan.FromTicks(10), Mapping(typeof(TimeSpan)).ToStore(TimeSpan.FromTicks(19)));
    }

    private static TypeMapping Mapping(Type clr, string? columnType = null, int? maxLength = null) =>
        TypeMappings.TryGet(clr, columnType, maxLength, out var mapping, out var fault) ? mapping : throw new InvalidOperationException(fault);
}
