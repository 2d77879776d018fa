namespace AkkaOrm.Models;

/// <summary>From what the configuration said to a model, in order. Each phase notes its faults and goes on, so that all are told at once.</summary>
internal static class ModelPhases
{
    private static readonly Action<ModelDraft>[] Phases =
    [
        NameTables.Apply,
        FindMembers.Apply,
        ChooseConstructors.Apply,
        ChooseKeys.Apply,
        PairRelations.Apply,
        ChooseForeignKeys.Apply,
        ChooseLinkTables.Apply,
        ChooseVersions.Apply,
        ChooseSources.Apply,
        CheckColumns.Apply,
        CheckTables.Apply,
    ];

    /// <exception cref="ModelException">It has faults.</exception>
    public static ModelParts Run(ModelDraft draft)
    {
        foreach (var apply in Phases) apply(draft);
        return draft.Faults.Count == 0 ? MakeModel.Of(draft) : throw new ModelException([.. draft.Faults.Distinct()]);
    }
}
