namespace AkkaOrm.Types;

/// <summary>Types that stand alone: one CLR type, one column type.</summary>
internal static class PlainMappings
{
    public static TypeMapping? For(Type clr, StoreType? store)
    {
        StoreType? own = clr == typeof(bool) ? StoreTypes.Boolean : clr == typeof(Guid) ? StoreTypes.Uuid : clr == typeof(byte[]) ? StoreTypes.Bytea : null;
        return own is not null && (store is null || store == own) ? new(clr, own) : null;
    }
}
