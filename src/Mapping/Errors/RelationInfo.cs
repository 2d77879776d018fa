namespace AkkaOrm;

/// <summary>Which property of which entity, by name: one object for each relation of a model, shared by all rows.</summary>
/// <param name="Entity">Name of the owner's class.</param>
/// <param name="Relation">Name of the property.</param>
public sealed record RelationInfo(string Entity, string Relation);
