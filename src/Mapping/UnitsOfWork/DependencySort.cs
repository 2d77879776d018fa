namespace AkkaOrm.UnitsOfWork;

/// <summary>Orders things that need each other, known by number only.</summary>
/// <remarks>Source: Kahn 1962 for the order, Tarjan 1972 for the cycles.</remarks>
internal static class DependencySort
{
    /// <summary>All numbers below <paramref name="count"/>, each after what it needs; among those that are ready the one <paramref name="preference"/> puts first.</summary>
    /// <param name="edges">Pairs of what must come first and what must come after it.</param>
    /// <returns>Fewer than <paramref name="count"/> when there are cycles: their members, and what comes after them, are left out.</returns>
    public static List<int> Order(int count, IEnumerable<(int Before, int After)> edges, IComparer<int> preference)
    {
        var after = new List<int>?[count];
        var waitsFor = new int[count];
        foreach (var (before, next) in edges)
        {
            (after[before] ??= []).Add(next);
            waitsFor[next]++;
        }
        var ready = new PriorityQueue<int, int>(preference);
        for (var i = 0; i < count; i++)
        {
            if (waitsFor[i] == 0) ready.Enqueue(i, i);
        }
        var order = new List<int>(count);
        while (ready.TryDequeue(out var next, out _))
        {
            order.Add(next);
            foreach (var waiting in after[next] ?? [])
            {
                if (--waitsFor[waiting] == 0) ready.Enqueue(waiting, waiting);
            }
        }
        return order;
    }

    /// <summary>For each number the name of its cycle: two have the same one when each needs the other, directly or not.</summary>
    public static int[] Components(int count, IEnumerable<(int Before, int After)> edges)
    {
        var after = new List<int>?[count];
        foreach (var (before, next) in edges) (after[before] ??= []).Add(next);
        var (component, index, low) = (new int[count], new int[count], new int[count]);
        Array.Fill(component, -1);
        var (open, path) = (new Stack<int>(), new Stack<(int Node, int Next)>());
        var (seen, found) = (0, 0);
        for (var root = 0; root < count; root++)
        {
            if (index[root] != 0) continue;
            path.Push((root, 0));
            while (path.TryPop(out var at))
            {
                var (node, next) = at;
                if (next == 0)
                {
                    index[node] = low[node] = ++seen;
                    open.Push(node);
                }
                else
                {
                    low[node] = Math.Min(low[node], low[after[node]![next - 1]]);
                }
                var descended = false;
                for (; after[node] is { } targets && next < targets.Count; next++)
                {
                    var target = targets[next];
                    if (index[target] == 0)
                    {
                        path.Push((node, next + 1));
                        path.Push((target, 0));
                        descended = true;
                        break;
                    }
                    if (component[target] < 0) low[node] = Math.Min(low[node], index[target]);
                }
                if (descended || low[node] != index[node]) continue;
                int member;
                do component[member = open.Pop()] = found; while (member != node);
                found++;
            }
        }
        return component;
    }

    /// <summary>There is a way from one to the other.</summary>
    public static bool Reaches(int from, int to, IReadOnlyCollection<(int Before, int After)> edges)
    {
        var (seen, open) = (new HashSet<int> { from }, new Stack<int>([from]));
        var after = edges.ToLookup(e => e.Before, e => e.After);
        while (open.TryPop(out var node))
        {
            if (node == to) return true;
            foreach (var next in after[node])
            {
                if (seen.Add(next)) open.Push(next);
            }
        }
        return false;
    }
}
