using AkkaOrm.Compare.Commands;

return await CompareCommand.Create().Parse(args).InvokeAsync();
