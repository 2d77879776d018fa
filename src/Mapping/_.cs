#pragma warning disable
namespace AkkaOrm;
public abstract class AkkaOrmException(string problem, Exception? inner = null) : Exception(problem, inner);
public sealed class StatementException(string problem) : AkkaOrmException(problem);
public sealed class ModelException(IReadOnlyList<string> faults) : AkkaOrmException("");
public sealed class InvalidValueException(string problem) : AkkaOrmException(problem) { public string? Entity { get; init; } }
public sealed class RelationInfo(string entity, string relation);
