using AkkaOrm.Compare.Children;
using AkkaOrm.Compare.Commands;

// A child's start is measured: nothing of the command line above it is loaded.
if (args is [ChildProcess.Command, ..]) return await ChildProcess.WorkAsync(args);
return await Parents.RunAsync(args);
