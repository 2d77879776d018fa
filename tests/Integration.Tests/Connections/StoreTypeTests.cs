using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Protocols;
using AkkaOrm.Types;
using Xunit;

namespace Integration.Tests.Connections;

/// <summary>Each type there and back: written as a parameter and compared by the server, read from a literal, and the same in arrays with nulls.</summary>
public sealed class StoreTypeTests(DriverFixture database) : IClassFixture<DriverFixture>
{
    [Fact] public Task Booleans() => AssertType(true, "true", StoreTypes.Boolean);
    [Fact] public Task Small_integers() => AssertType((short)-32768, "-32768", StoreTypes.SmallInt);
    [Fact] public Task Integers() => AssertType(2147483647, "2147483647", StoreTypes.Integer);
    [Fact] public Task Big_integers() => AssertType(-9223372036854775808L, "-9223372036854775808", StoreTypes.BigInt);
    [Fact] public Task Reals() => AssertType(1.5f, "1.5", StoreTypes.Real);
    [Fact] public Task Doubles() => AssertType(0.1, "0.1", StoreTypes.DoublePrecision);
    [Fact] public Task Doubles_that_are_not_numbers() => AssertType(double.PositiveInfinity, "Infinity", StoreTypes.DoublePrecision);
    [Fact] public Task Numerics() => AssertType(79228162514264337593543950335m, "79228162514264337593543950335", StoreTypes.Numeric);
    [Fact] public Task Numerics_with_a_scale() => AssertType(-2328.60m, "-2328.60", StoreTypes.Numeric);
    [Fact] public Task Texts() => AssertType("Søren \"O'Neil\" \\ 日本 \n", "Søren \"O''Neil\" \\ 日本 \n", StoreTypes.Text);
    [Fact] public Task Empty_texts() => AssertType("", "", StoreTypes.Text);
    [Fact] public Task Bytes() => AssertType(new byte[] { 0, 1, 255 }, "\\x0001ff", StoreTypes.Bytea);
    [Fact] public Task Uuids() => AssertType(Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"), "01234567-89ab-cdef-0123-456789abcdef", StoreTypes.Uuid);
    [Fact] public Task Dates() => AssertType(new DateOnly(2024, 2, 29), "2024-02-29", StoreTypes.Date);
    [Fact] public Task Dates_before_the_epoch() => AssertType(new DateOnly(1, 1, 2), "0001-01-02", StoreTypes.Date);
    [Fact] public Task The_first_date_stands_for_the_infinite_past() => AssertType(DateOnly.MinValue, "-infinity", StoreTypes.Date);
    [Fact] public Task Times() => AssertType(new TimeOnly(23, 59, 59, 999, 999), "23:59:59.999999", StoreTypes.Time);
    [Fact] public Task Timestamps() => AssertType(new DateTime(2024, 2, 29, 12, 34, 56, 789), "2024-02-29 12:34:56.789", StoreTypes.Timestamp);
    [Fact] public Task Timestamps_with_time_zone() => AssertType(new DateTimeOffset(2024, 2, 29, 12, 34, 56, TimeSpan.Zero), "2024-02-29 14:34:56+02", StoreTypes.TimestampTz);
    [Fact] public Task Intervals() => AssertType(new TimeSpan(3, 4, 5, 6, 789), "3 days 04:05:06.789", StoreTypes.Interval);
    [Fact] public Task Transaction_ids() => AssertType(4294967295u, "4294967295", StoreTypes.Xid);

    [Fact]
    public async Task A_time_with_an_offset_is_written_as_the_same_instant()
    {
        await using var connection = await database.OpenAsync();
        var there = new DateTimeOffset(2024, 2, 29, 14, 34, 56, TimeSpan.FromHours(2));
        var statement = Plans.Sql("SELECT $1", StatementKind.Read, [StoreTypes.TimestampTz], new StatementParameter(StoreTypes.TimestampTz));
        var back = (DateTimeOffset)(await connection.RunAsync(new BoundStatement(statement, [there])))[0].Rows.GetValue(0, 0)!;
        Assert.Equal(there, back);
        Assert.Equal(TimeSpan.Zero, back.Offset);
    }

    [Fact]
    public async Task A_local_time_is_written_as_it_reads()
    {
        await using var connection = await database.OpenAsync();
        var statement = Plans.Sql("SELECT $1::text", StatementKind.Read, [StoreTypes.Text], new StatementParameter(StoreTypes.Timestamp));
        var written = new DateTime(2024, 2, 29, 12, 34, 56, DateTimeKind.Utc);
        Assert.Equal("2024-02-29 12:34:56", (await connection.RunAsync(new BoundStatement(statement, [written])))[0].Rows.GetValue(0, 0));
    }

    [Fact]
    public async Task A_value_that_fits_no_CLR_type_is_a_fault_and_the_connection_is_given_up()
    {
        await using var connection = await database.OpenAsync();
        var fault = (await Assert.ThrowsAsync<PhysicalConnectionException>(() => connection.RunAsync(Plans.Bound("SELECT 1e40::numeric", [StoreTypes.Numeric])))).Fault;
        Assert.Equal(ServerFault.Unreadable, fault.Severity);
        Assert.False(fault.IsWithoutEffect);
        Assert.True(connection.IsBroken);
    }

    private async Task AssertType<T>(T value, string literal, StoreType type) where T : notnull
    {
        await using var connection = await database.OpenAsync();
        var quoted = $"'{literal.Replace("'", "''").Replace("''''", "''")}'::{type.Name}";

        var read = await connection.RunAsync(Plans.Bound($"SELECT {quoted}, NULL::{type.Name}", [type, type]));
        Assert.Equal(value, Assert.IsType<T>(read[0].Rows.GetValue(0, 0)));
        Assert.True(read[0].Rows.IsNull(1, 0));
        Assert.Equal(typeof(T), read[0].Rows.Columns[0].ElementType);

        var equal = type == StoreTypes.Xid ? "=" : "IS NOT DISTINCT FROM";
        var written = Plans.Sql($"SELECT $1 {equal} {quoted}, $2 IS NULL, pg_typeof($1)::text", StatementKind.Read, [StoreTypes.Boolean, StoreTypes.Boolean, StoreTypes.Text], new(type), new(type));
        var answer = (await connection.RunAsync(new BoundStatement(written, [value, null])))[0].Rows;
        Assert.True(answer.Get<bool>(0, 0));
        Assert.True(answer.Get<bool>(1, 0));
        Assert.Equal(type.Name, answer.Get<string>(2, 0));

        var array = Plans.Sql("SELECT v FROM unnest($1) WITH ORDINALITY AS t(v, n) ORDER BY n", StatementKind.Read, [type], new StatementParameter(type, IsArray: true));
        var items = (await connection.RunAsync(new BoundStatement(array, [type.CreateArray([value, null, value])])))[0].Rows;
        Assert.Equal([value, null, value], Enumerable.Range(0, items.RowCount).Select(row => items.GetValue(0, row)));
    }
}
