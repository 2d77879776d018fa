using System.Collections.Concurrent;
using AkkaOrm.Compilation;
using AkkaOrm.Materialization;
using AkkaOrm.Tracking;

namespace AkkaOrm.Sessions;

/// <summary>Typed answers for queries whose type is known only at run time.</summary>
internal static class FetchReplies
{
    private delegate SessionProtocol.Reply Maker(PreparedRead read, PlanResult result, IdentityMap? map, bool? isLast, object? tag);

    private static readonly ConcurrentDictionary<Type, Maker> Makers = new();

    public static SessionProtocol.Reply For(PreparedRead read, PlanResult result, IdentityMap map, object? tag) => Of(read)(read, result, map, null, tag);

    public static SessionProtocol.Reply Page(PreparedRead read, PlanResult result, bool isLast, object? tag) => Of(read)(read, result, null, isLast, tag);

    private static Maker Of(PreparedRead read) => Makers.GetOrAdd(read.Shape.ResultType, static type =>
        typeof(FetchReplies).GetMethod(nameof(Make), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(type).CreateDelegate<Maker>());

    private static SessionProtocol.Reply Make<T>(PreparedRead read, PlanResult result, IdentityMap? map, bool? isLast, object? tag)
    {
        var rows = ResultReader.Read<T>(read, result, map);
        return isLast is { } last ? new SessionProtocol.Page<T>(rows, last) { Tag = tag } : new SessionProtocol.Fetched<T>(rows) { Tag = tag };
    }
}
