using System.Reflection;

namespace AkkaOrm.Models;

/// <summary>A second value with the same members, without running a constructor.</summary>
internal static class ShallowCopy
{
    public static readonly Func<object, object> Of =
        typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.NonPublic | BindingFlags.Instance)!.CreateDelegate<Func<object, object>>();
}
