using Xunit;

// Each test starts servers or child processes; side by side they would only slow each other down.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
