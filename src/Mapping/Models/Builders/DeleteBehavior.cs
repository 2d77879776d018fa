namespace AkkaOrm;

/// <summary>What the database does with dependent rows when the row they refer to is deleted.</summary>
public enum DeleteBehavior
{
    /// <summary>Refuses while dependents exist. The default where the foreign key is required.</summary>
    Restrict,

    /// <summary>Empties their foreign key. The default where it is optional.</summary>
    SetNull,

    /// <summary>Deletes them, whether a session has loaded them or not.</summary>
    Cascade,
}
