using System.Collections.Immutable;
using System.Diagnostics.Contracts;
using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.UnitsOfWork;

namespace AkkaOrm;

/// <summary>Changes to write, as an immutable value that begins with <see cref="Model.Changes"/>: print it, test it, send it. Every method gives a new one.</summary>
/// <remarks>Column values are copied when they are given: what is done to an object afterwards is not seen.</remarks>
public sealed class Changes
{
    private readonly Model _model;
    private readonly GrowingList<Change> _all;
    private readonly KnownValues _known;

    private Changes(Model model, GrowingList<Change> all, KnownValues known) => (_model, _all, _known) = (model, all, known);

    /// <summary>How many changes it holds, those of new values reached through relations among them.</summary>
    public int Count => _all.Count;

    /// <summary>In the order they were given.</summary>
    internal IReadOnlyList<Change> All => _all;

    /// <summary>What was given, each with the new values that it led to: the parts that are refused or taken in as one.</summary>
    internal IEnumerable<ArraySegment<Change>> Operations
    {
        get
        {
            Change[] all = [.. _all];
            var first = 0;
            for (var i = 1; i < all.Length; i++)
            {
                if (all[i].IsReached) continue;
                yield return new(all, first, i - first);
                first = i;
            }
            if (all.Length > 0) yield return new(all, first, all.Length - first);
        }
    }

    /// <summary>A new row, and one for each value without a key that its relations lead to.</summary>
    /// <exception cref="InvalidValueException">A value cannot be stored; names entity and property.</exception>
    /// <exception cref="StatementException">The class is not part of the model.</exception>
    [Pure]
    public Changes Add<T>(T entity) where T : class => Add(entity, out _);

    /// <inheritdoc cref="Add{T}(T)"/>
    /// <param name="added">Stands for the row: give its <see cref="Added{T}.Key"/> to a relation, and find the stored value by it.</param>
    [Pure]
    public Changes Add<T>(T entity, out Added<T> added) where T : class => Add(entity, set: null, out added);

    /// <inheritdoc cref="Add{T}(T)"/>
    /// <param name="set">Columns with a server default that are written as they are, even where they hold null or the default of their type: <c>x => x.Bio</c>, <c>x => new { x.Bio, x.Age }</c>.</param>
    [Pure]
    public Changes Add<T, K>(T entity, Expression<Func<T, K>> set, out Added<T> added) where T : class
    {
        ArgumentNullException.ThrowIfNull(set);
        return Add(entity, (LambdaExpression)set, out added);
    }

    /// <summary>New rows, as <see cref="Add{T}(T)"/> for each.</summary>
    /// <exception cref="InvalidValueException">A value cannot be stored; names entity and property.</exception>
    [Pure]
    public Changes AddRange<T>(IEnumerable<T> entities) where T : class => AddRange(entities, out _);

    /// <summary>What a function changes of a value: after − before, so that other changes made from the same value hold.</summary>
    /// <param name="change">Gives the value after: <c>x => x with { Age = 36 }</c>. It runs at once, on this thread.</param>
    /// <exception cref="InvalidValueException">A changed value cannot be stored; names entity and property.</exception>
    [Pure]
    public Changes Update<T>(T before, Func<T, T> change) where T : class
    {
        ArgumentNullException.ThrowIfNull(change);
        var given = Before(before);
        return Update(given, change(before));
    }

    /// <summary>What differs between two values of one row: after − before.</summary>
    /// <exception cref="InvalidValueException">A changed value cannot be stored; names entity and property.</exception>
    [Pure]
    public Changes Update<T>(T before, T after) where T : class =>
        ReferenceEquals(before, after) ? Update(after) : Update(Before(before), after);

    /// <summary>What differs between a copy and the session's present state of its row; of a row the session does not track all columns, where the value carries its version.</summary>
    /// <exception cref="InvalidValueException">A value cannot be stored; names entity and property.</exception>
    [Pure]
    public Changes Update<T>(T copy) where T : class
    {
        var capture = new ChangeCapture(_model, _known);
        capture.Replace(Given(copy));
        return With(capture);
    }

    /// <summary>The row goes.</summary>
    /// <exception cref="NotTrackedException">The value has no key and was not added here.</exception>
    [Pure]
    public Changes Delete<T>(T entity) where T : class
    {
        var capture = new ChangeCapture(_model, _known);
        capture.Delete(Given(entity));
        return With(capture);
    }

    /// <summary>The new values of a class, those reached through relations among them.</summary>
    public IReadOnlyList<T> Added<T>() where T : class => Of<T>(kind => kind == ChangeKind.Add);

    /// <summary>The values of a class as they are to be.</summary>
    public IReadOnlyList<T> Updated<T>() where T : class => Of<T>(kind => kind is ChangeKind.Update or ChangeKind.Replace);

    /// <summary>The values of a class whose rows go.</summary>
    public IReadOnlyList<T> Deleted<T>() where T : class => Of<T>(kind => kind == ChangeKind.Delete);

    /// <summary>A line for each change: what, which row, and the names of the columns and relations it sets; never their values.</summary>
    public override string ToString() => string.Join('\n', _all.Select(ChangeText.Line));

    internal static Changes Of(Model model) => new(model, default, default);

    /// <summary>Those of another value after these.</summary>
    internal Changes Append(Changes others)
    {
        if (!ReferenceEquals(_model, others._model)) throw new StatementException("the changes were made with another model than the session's.");
        return new(_model, Count == 0 ? others._all : _all.AddRange(others._all), _known.With(others._known));
    }

    /// <summary>None left to send; values that were added are still known by reference.</summary>
    internal Changes Sent() => new(_model, default, _known);

    /// <param name="added">Handles, in the order of the values.</param>
    internal Changes AddRange<T>(IEnumerable<T> entities, out ImmutableArray<Added<T>> added) where T : class
    {
        ArgumentNullException.ThrowIfNull(entities);
        var capture = new ChangeCapture(_model, _known);
        var handles = ImmutableArray.CreateBuilder<Added<T>>(entities.TryGetNonEnumeratedCount(out var count) ? count : 16);
        foreach (var entity in entities) handles.Add(new(entity, capture.Add(Given(entity))));
        added = handles.DrainToImmutable();
        return With(capture);
    }

    /// <summary>What a value is before a function changes it: taken before, since it may be one that changes the object and gives it back.</summary>
    internal ChangeCapture.Given Before<T>(T before) where T : class => new ChangeCapture(_model, _known).Before(Given(before));

    internal Changes Update<T>(ChangeCapture.Given before, T after) where T : class
    {
        var capture = new ChangeCapture(_model, _known);
        capture.Update(before, Given(after));
        return With(capture);
    }

    private Changes Add<T>(T entity, LambdaExpression? set, out Added<T> added) where T : class
    {
        var capture = new ChangeCapture(_model, _known);
        added = new(entity, capture.Add(Given(entity), set));
        return With(capture);
    }

    private Changes With(ChangeCapture capture) => new(_model, _all.AddRange(capture.Changes), capture.Known);

    private ImmutableArray<T> Of<T>(Func<ChangeKind, bool> isAsked) => [.. _all.Where(c => isAsked(c.Kind)).Select(c => c.Entity).OfType<T>()];

    private static T Given<T>(T entity) where T : class => entity ?? throw new ArgumentNullException(nameof(entity));
}
