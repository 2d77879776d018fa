using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Types;
using Npgsql;
using NpgsqlTypes;

namespace AkkaOrm.Connections;

/// <summary>Store values to Npgsql's parameters, each with its type named, so that the server never has to guess.</summary>
internal static class StatementBinder
{
    // What is not in the table travels under its name.
    private static readonly Dictionary<StoreType, NpgsqlDbType> Types = new()
    {
        [StoreTypes.Boolean] = NpgsqlDbType.Boolean,
        [StoreTypes.SmallInt] = NpgsqlDbType.Smallint,
        [StoreTypes.Integer] = NpgsqlDbType.Integer,
        [StoreTypes.BigInt] = NpgsqlDbType.Bigint,
        [StoreTypes.Real] = NpgsqlDbType.Real,
        [StoreTypes.DoublePrecision] = NpgsqlDbType.Double,
        [StoreTypes.Numeric] = NpgsqlDbType.Numeric,
        [StoreTypes.Text] = NpgsqlDbType.Text,
        [StoreTypes.Bytea] = NpgsqlDbType.Bytea,
        [StoreTypes.Uuid] = NpgsqlDbType.Uuid,
        [StoreTypes.Date] = NpgsqlDbType.Date,
        [StoreTypes.Time] = NpgsqlDbType.Time,
        [StoreTypes.Timestamp] = NpgsqlDbType.Timestamp,
        [StoreTypes.TimestampTz] = NpgsqlDbType.TimestampTz,
        [StoreTypes.Interval] = NpgsqlDbType.Interval,
        [StoreTypes.Xid] = NpgsqlDbType.Xid,
    };

    public static NpgsqlBatchCommand Bind(in BoundStatement bound)
    {
        var statement = bound.Statement;
        var command = new NpgsqlBatchCommand(statement.Sql);
        var values = bound.Arguments.IsDefault ? ImmutableArray<object?>.Empty : bound.Arguments;
        if (values.Length != statement.Parameters.Length)
        {
            throw new ArgumentException($"{values.Length} values for the {statement.Parameters.Length} parameters of: {statement.Sql}");
        }
        for (var i = 0; i < values.Length; i++) command.Parameters.Add(Parameter(statement.Parameters[i], values[i]));
        return command;
    }

    private static NpgsqlParameter Parameter(StatementParameter of, object? value)
    {
        var parameter = value switch
        {
            null => new NpgsqlParameter { Value = DBNull.Value },
            int number => new NpgsqlParameter<int> { TypedValue = number },
            long number => new NpgsqlParameter<long> { TypedValue = number },
            string text => new NpgsqlParameter<string> { TypedValue = text },
            Guid id => new NpgsqlParameter<Guid> { TypedValue = id },
            _ => new NpgsqlParameter { Value = Carried(value) },
        };
        if (!Types.TryGetValue(of.Type, out var type)) parameter.DataTypeName = of.IsArray ? of.Type.ArrayName : of.Type.Name;
        else parameter.NpgsqlDbType = of.IsArray ? type | NpgsqlDbType.Array : type;
        return parameter;
    }

    // timestamptz is written as UTC only, timestamp without a kind only.
    private static object Carried(object value) => value switch
    {
        DateTimeOffset time => time.ToUniversalTime(),
        DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Unspecified),
        DateTimeOffset[] times => Array.ConvertAll(times, t => t.ToUniversalTime()),
        DateTimeOffset?[] times => Array.ConvertAll(times, t => t?.ToUniversalTime()),
        DateTime[] times => Array.ConvertAll(times, t => DateTime.SpecifyKind(t, DateTimeKind.Unspecified)),
        DateTime?[] times => Array.ConvertAll(times, t => t is { } time ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified) : (DateTime?)null),
        _ => value,
    };
}
