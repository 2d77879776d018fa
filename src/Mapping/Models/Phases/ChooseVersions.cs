using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>What tells one state of a row from the next: a declared version, <c>xmin</c> without one, nothing where the model says so.</summary>
internal static class ChooseVersions
{
    public const string Xmin = "xmin";

    public static void Apply(ModelDraft model)
    {
        foreach (var entity in model.Entities)
        {
            if (Declared(model, entity) is { } version) Declare(model, entity, version);
            else if (entity.HasNoVersion) entity.VersionKind = VersionKind.None;
            else
            {
                entity.VersionKind = VersionKind.Xmin;
                entity.Version = new PropertyDraft { Name = Xmin, Column = Xmin, ClrType = typeof(uint), Mapping = XminMapping, Source = ValueSource.RowVersion, IsSystem = true, IsConcurrencyToken = true };
                entity.Properties.Add(entity.Version);
            }
        }
    }

    private static readonly TypeMapping XminMapping = new(typeof(uint), StoreTypes.Xid);

    private static PropertyDraft? Declared(ModelDraft model, EntityDraft entity)
    {
        var declared = entity.Properties.Where(p => p.IsMarkedVersion || p.Name == entity.VersionName).ToList();
        if (entity.VersionName is { } name && name != ModelDraft.Refused && entity.Property(name) is null) model.Faults.Add($"{entity.Name}.{name} is in HasVersion but is not a mapped column.");
        if (declared.Count > 1) model.Faults.Add($"{entity.Name} has {declared.Count} versions ({string.Join(", ", declared.Select(p => p.Name))}): keep one; others may be [ConcurrencyCheck].");
        if (declared.Count > 0 && entity.HasNoVersion) model.Faults.Add($"{entity.Name} has HasNoVersion() and the version {declared[0].Name}: keep one of them.");
        return declared.FirstOrDefault();
    }

    private static void Declare(ModelDraft model, EntityDraft entity, PropertyDraft version)
    {
        entity.Version = version;
        (version.Source, version.IsConcurrencyToken) = (ValueSource.RowVersion, true);
        if (entity.Key.Contains(version) || version.IsForeignKey) model.Faults.Add($"{entity.Name}.{version.Name} is a version and part of a key: an update counts a version up; use a property of its own.");
        if (version.ClrType == typeof(uint) && !version.IsNullable && !version.IsDeferred)
        {
            entity.VersionKind = VersionKind.Xmin;
            (version.Column, version.Mapping, version.MappingFault, version.IsSystem) = (Xmin, XminMapping, null, true);
        }
        else if ((version.ClrType == typeof(int) || version.ClrType == typeof(long) || version.ClrType == typeof(short)) && version.Mapping is { IsConverted: false } && !version.IsNullable && !version.IsDeferred)
        {
            entity.VersionKind = VersionKind.Column;
            version.DefaultSql ??= "1";
        }
        else
        {
            model.Faults.Add($"{entity.Name}.{version.Name} is a version of type {ClrName.Of(version.ClrType)}{(version.IsNullable ? "?" : "")}: use uint, which shows xmin and needs no column, or short, int or long, which every update counts up.");
        }
    }
}
