using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;
using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>What of a class is mapped: columns, value objects and relations, by their types, their attributes and the configuration.</summary>
internal static class FindMembers
{
    public static void Apply(ModelDraft model)
    {
        foreach (var entity in model.Entities)
        {
            var finder = new Finder(model, entity);
            entity.Shape = finder.Find(entity.ClrType, [], [], isNullable: false);
            finder.CheckConfiguration();
        }
    }

    private sealed class Finder(ModelDraft model, EntityDraft entity)
    {
        private readonly NullabilityInfoContext _nullability = new();
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private readonly HashSet<string> _valueObjects = new(StringComparer.Ordinal);

        /// <param name="path">Members from the entity to this class: none for the entity itself.</param>
        /// <param name="prefix">What column names begin with.</param>
        /// <param name="isNullable">A value object on the way may be null.</param>
        public ShapeDraft Find(Type type, ImmutableArray<PropertyInfo> path, ImmutableArray<string> prefix, bool isNullable)
        {
            var shape = new ShapeDraft(type);
            foreach (var property in MappedMembers.Of(type))
            {
                var name = string.Join('.', path.Add(property).Select(p => p.Name));
                var attributes = new MemberAttributes(type, property);
                if (attributes.Has<NotMappedAttribute>()) continue;
                if (Member(type, property, name, attributes, path, prefix, isNullable) is { } member) shape.Members.Add(member);
            }
            return shape;
        }

        /// <summary>Configured names that are nothing mapped.</summary>
        public void CheckConfiguration()
        {
            foreach (var name in entity.Options.Keys.Where(n => n != ModelDraft.Refused && !_names.Contains(n) && !_valueObjects.Contains(n)))
                model.Faults.Add(entity.Relation(name) is not null
                    ? $"{entity.Name}.{name} is a relation, and Property(x => x.{name}) configures columns: use HasOne or HasMany, and Property for its foreign key."
                    : $"{entity.Name}.{name} is configured by Property(x => x.{name}) but not mapped: it is [NotMapped], or cannot be assigned.");
            foreach (var name in entity.ValueObjects.Where(n => n != ModelDraft.Refused && !_valueObjects.Contains(n)))
                model.Faults.Add($"{entity.Name}.{name} is configured by ComplexProperty(x => x.{name}) but not mapped: it is [NotMapped], a relation, or cannot be assigned.");
        }

        private MemberDraft? Member(Type owner, PropertyInfo property, string name, MemberAttributes attributes, ImmutableArray<PropertyInfo> path, ImmutableArray<string> prefix, bool isNullable)
        {
            var type = property.PropertyType;
            var where = $"{entity.Name}.{name}";
            if (RelationTarget(type) is { } target) return Relation(owner, property, where, attributes, target, isInValueObject: path.Length > 0);
            if (!MappedMembers.CanBeSet(owner, property))
            {
                // A property computed in C#: only one that is asked for by name is missed.
                if (entity.Options.ContainsKey(name) || attributes.Has<ColumnAttribute>() || attributes.Has<KeyAttribute>())
                    model.Faults.Add($"{where} is mapped but cannot be assigned: give it an init or set accessor, or a constructor parameter of the same name and type.");
                return null;
            }
            var options = entity.Options.GetValueOrDefault(name);
            var bare = Nullable.GetUnderlyingType(type) ?? type;
            if (entity.ValueObjects.Contains(name) || (bare.IsDefined(typeof(ComplexTypeAttribute), false) && options?.Conversion is null))
                return ValueObject(property, name, attributes, path, prefix, isNullable, bare);
            var column = Column(property, name, attributes, options, path, prefix, isNullable);
            entity.Properties.Add(column);
            _names.Add(name);
            return new(property) { Column = column };
        }

        private MemberDraft? Relation(Type owner, PropertyInfo property, string where, MemberAttributes attributes, (Type Type, bool IsMany) target, bool isInValueObject)
        {
            if (isInValueObject)
            {
                model.Faults.Add($"{where} is a relation in a value object: a value object holds columns only; move it to the entity, or mark it [NotMapped].");
                return null;
            }
            if (!MappedMembers.CanBeSet(owner, property))
            {
                model.Faults.Add($"{where} is a relation that cannot be assigned: give it an init or set accessor, or a constructor parameter of the same name and type.");
                return null;
            }
            var state = _nullability.Create(property).GenericTypeArguments[0].ReadState;
            var relation = new MemberDraft(property)
            {
                Target = target.Type,
                IsMany = target.IsMany,
                IsNullable = target.IsMany || state == NullabilityState.Unknown ? null : state == NullabilityState.Nullable,
                ForeignKeyNames = attributes.Get<ForeignKeyAttribute>()?.Name,
                InverseName = attributes.Get<InversePropertyAttribute>()?.Property,
            };
            entity.Relations.Add(relation);
            return relation;
        }

        private MemberDraft? ValueObject(PropertyInfo property, string name, MemberAttributes attributes, ImmutableArray<PropertyInfo> path, ImmutableArray<string> prefix, bool isNullable, Type type)
        {
            _valueObjects.Add(name);
            var options = entity.Options.GetValueOrDefault(name);
            if (options?.Conversion is not null) model.Faults.Add($"{entity.Name}.{name} has two mappings: a value object by ComplexProperty and one column by HasConversion; choose one.");
            if (path.Any(p => (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) == type))
            {
                model.Faults.Add($"{entity.Name}.{name} is a value object that contains itself.");
                return null;
            }
            var optional = options?.IsRequired is { } required ? !required : !attributes.Has<RequiredAttribute>() && AllowsNull(property.PropertyType, _nullability.Create(property));
            var part = options?.ColumnName ?? attributes.Get<ColumnAttribute>()?.Name ?? Identifiers.Of(model.Naming, property.Name);
            var shape = Find(type, path.Add(property), prefix.Add(part), isNullable || optional);
            if (shape.Members.Count == 0) model.Faults.Add($"{entity.Name}.{name} is a value object without a property that could be a column.");
            return new(property) { ValueObject = shape, IsNullable = optional };
        }

        private PropertyDraft Column(PropertyInfo property, string name, MemberAttributes attributes, PropertyOptions? options, ImmutableArray<PropertyInfo> path, ImmutableArray<string> prefix, bool isNullable)
        {
            var type = property.PropertyType;
            var nullability = _nullability.Create(property);
            var isDeferred = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Deferred<>);
            if (isDeferred) (type, nullability) = (type.GetGenericArguments()[0], nullability.GenericTypeArguments[0]);
            var bare = Nullable.GetUnderlyingType(type) ?? type;
            var canHoldNull = AllowsNull(type, nullability);
            var required = options?.IsRequired ?? (attributes.Has<RequiredAttribute>() ? true : null);
            if (required == false && type.IsValueType && bare == type)
                model.Faults.Add($"{entity.Name}.{name} is {ClrName.Of(type)}, which cannot be null, and IsRequired(false) makes its column nullable: use {ClrName.Of(type)}?.");
            var column = attributes.Get<ColumnAttribute>();
            var last = column?.Name is { Length: > 0 } given ? given : Identifiers.Of(model.Naming, property.Name);
            var maxLength = options?.MaxLength ?? attributes.Get<MaxLengthAttribute>()?.Length ?? attributes.Get<StringLengthAttribute>()?.MaximumLength;
            var columnType = options?.ColumnType ?? column?.TypeName;
            TypeMapping? mapping;
            string? fault;
            if (options?.Conversion is { } wrapped && (Nullable.GetUnderlyingType(wrapped.ToStored.Parameters[0].Type) ?? wrapped.ToStored.Parameters[0].Type) != bare)
                (mapping, fault) = (null, $"its conversion is one of {ClrName.Of(wrapped.ToStored.Parameters[0].Type)}, not of {ClrName.Of(bare)}");
            else if (options?.Conversion is { } conversion) TypeMappings.TryConvert(conversion.ToStored, conversion.FromStored, columnType, maxLength, out mapping, out fault);
            else TypeMappings.TryGet(bare, columnType, maxLength, out mapping, out fault);
            return new()
            {
                Name = name,
                Column = options?.ColumnName ?? Identifiers.Join(model.Naming, prefix.Add(last)),
                ClrType = bare,
                Path = path.Add(property),
                CanHoldNull = canHoldNull || isNullable,
                IsNullable = isNullable || (required is { } must ? !must : canHoldNull),
                Mapping = mapping,
                MappingFault = fault,
                DefaultSql = options?.DefaultSql ?? attributes.Get<DefaultSqlAttribute>()?.Sql,
                ComputedSql = options?.ComputedSql,
                MaxLength = maxLength,
                IsDeferred = isDeferred,
                IsConcurrencyToken = attributes.Has<ConcurrencyCheckAttribute>(),
                Generated = attributes.Get<DatabaseGeneratedAttribute>()?.DatabaseGeneratedOption,
                IsMarkedKey = attributes.Has<KeyAttribute>(),
                Order = column?.Order ?? -1,
                IsMarkedVersion = attributes.Has<TimestampAttribute>(),
                ForeignKeyOf = attributes.Get<ForeignKeyAttribute>()?.Name,
            };
        }

        // Where the nullable context is off, C# says nothing, and a reference may be null.
        private static bool AllowsNull(Type type, NullabilityInfo nullability) =>
            type.IsValueType ? Nullable.GetUnderlyingType(type) is not null : nullability.ReadState != NullabilityState.NotNull;

        private static (Type Type, bool IsMany)? RelationTarget(Type type)
        {
            if (!type.IsGenericType) return null;
            var definition = type.GetGenericTypeDefinition();
            return definition == typeof(ToOne<>) ? (type.GetGenericArguments()[0], false) : definition == typeof(ToMany<>) ? (type.GetGenericArguments()[0], true) : null;
        }
    }
}
