using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaOrm.Relations;

namespace AkkaOrm;

/// <summary>
/// Stands on the relation types themselves, so entities can be written without any options: what is not loaded is <c>{"$notLoaded":true}</c>,
/// and what leads back to an entity being written is <c>{"$ancestor":true}</c>. A type's converter cannot leave its property out; <see cref="AkkaOrmJson.AddAkkaOrm"/> can.
/// </summary>
/// <remarks>Relations are not read, they come back not loaded; a deferred column is, for it is a value of the owner's row.</remarks>
public sealed class RelationJsonConverter : JsonConverterFactory
{
    private readonly bool _read;

    /// <summary>For the attribute, and for generated serializers.</summary>
    public RelationJsonConverter() : this(read: false) { }

    /// <param name="read">Relations are read, too.</param>
    internal RelationJsonConverter(bool read) => _read = read;

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => ConverterOf(typeToConvert) is not null;

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var converter = ConverterOf(typeToConvert)!.MakeGenericType(typeToConvert.GetGenericArguments());
        return (JsonConverter)Activator.CreateInstance(converter, converter.GetGenericTypeDefinition() == typeof(DeferredConverter<>) ? [] : [_read])!;
    }

    private static Type? ConverterOf(Type type) =>
        !type.IsGenericType ? null
        : type.GetGenericTypeDefinition() is var definition && definition == typeof(ToOne<>) ? typeof(ToOneConverter<>)
        : definition == typeof(ToMany<>) ? typeof(ToManyConverter<>)
        : definition == typeof(Deferred<>) ? typeof(DeferredConverter<>)
        : null;

    private static void WriteMark(Utf8JsonWriter writer, ReadOnlySpan<byte> mark)
    {
        writer.WriteStartObject();
        writer.WriteBoolean(mark, true);
        writer.WriteEndObject();
    }

    private static bool SkipMark(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        var ahead = reader;
        if (!ahead.Read() || ahead.TokenType != JsonTokenType.PropertyName || !(ahead.ValueTextEquals("$notLoaded"u8) || ahead.ValueTextEquals("$ancestor"u8))) return false;
        reader.Skip();
        return true;
    }

    private sealed class ToOneConverter<T>(bool read) : JsonConverter<ToOne<T>> where T : class?
    {
        public override bool HandleNull => true;

        public override ToOne<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (SkipMark(ref reader)) return default;
            if (read) return JsonSerializer.Deserialize<T>(ref reader, options)!;
            reader.Skip();
            return default;
        }

        public override void Write(Utf8JsonWriter writer, ToOne<T> value, JsonSerializerOptions options)
        {
            using var path = JsonPath.Enter();
            if (!value.IsLoaded) WriteMark(writer, "$notLoaded"u8);
            else if (value.ValueOrNull is not { } target) writer.WriteNullValue();
            else if (JsonPath.Contains(target)) WriteMark(writer, "$ancestor"u8);
            else
            {
                JsonPath.Push(target);
                JsonSerializer.Serialize<T>(writer, target, options);
            }
        }
    }

    private sealed class ToManyConverter<T>(bool read) : JsonConverter<ToMany<T>> where T : class
    {
        public override bool HandleNull => true;

        public override ToMany<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (SkipMark(ref reader)) return default;
            if (read) return JsonSerializer.Deserialize<T?[]>(ref reader, options) is { } items ? Whole(items) : default;
            reader.Skip();
            return default;
        }

        public override void Write(Utf8JsonWriter writer, ToMany<T> value, JsonSerializerOptions options)
        {
            using var path = JsonPath.Enter();
            if (!value.IsLoaded)
            {
                WriteMark(writer, "$notLoaded"u8);
                return;
            }
            writer.WriteStartArray();
            foreach (var item in value)
            {
                if (JsonPath.Contains(item))
                {
                    WriteMark(writer, "$ancestor"u8);
                    continue;
                }
                using var place = JsonPath.Enter();
                JsonPath.Push(item);
                JsonSerializer.Serialize(writer, item, options);
            }
            writer.WriteEndArray();
        }

        private static ToMany<T> Whole(T?[] items) =>
            Array.IndexOf(items, null) < 0 ? ToMany<T>.Whole(ImmutableArray.Create(items)!) : throw new JsonException($"null stands in a collection of {typeof(T).Name}");
    }

    private sealed class DeferredConverter<T> : JsonConverter<Deferred<T>>
    {
        public override bool HandleNull => true;

        public override Deferred<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            SkipMark(ref reader) ? default : (Deferred<T>)JsonSerializer.Deserialize<T>(ref reader, options)!;

        public override void Write(Utf8JsonWriter writer, Deferred<T> value, JsonSerializerOptions options)
        {
            if (value.IsLoaded) JsonSerializer.Serialize(writer, value.Value, options);
            else WriteMark(writer, "$notLoaded"u8);
        }
    }
}
