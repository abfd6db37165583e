using AsyncProf.Libraries;
using AsyncProf.Libraries.EntityFramework;
using AsyncProf.Libraries.Grpc;
using AsyncProf.Libraries.Http;
using AsyncProf.Libraries.MassTransit;
using AsyncProf.Libraries.Orleans;
using AsyncProf.Libraries.Proxy;
using AsyncProf.Libraries.Redis;
using AsyncProf.Libraries.SignalR;

// One library a run, used as its users use it, for as long as so many acts of each take: AsyncProf.Libraries LIBRARY [CONNECTION]
var users = new Users(acts: args[0] == "orleans" ? 250 : 100); // a silo has loops of its own, which run beside whatever is asked of it
string connection = args.Length > 1 ? args[1] : "";
Task run = args[0] switch
{
    "sqlite" => OrderProgram.RunOnSqliteAsync(users),
    "postgres" => OrderProgram.RunOnPostgresAsync(users, connection),
    "http" => CatalogueProgram.RunAsync(users),
    "grpc" => WarehouseProgram.RunAsync(users),
    "signalr" => ChatProgram.RunAsync(users),
    "masstransit" => BusProgram.RunAsync(users),
    "orleans" => BankProgram.RunAsync(users),
    "yarp" => ProxyProgram.RunAsync(users),
    "redis" => CartProgram.RunAsync(users, connection),
    _ => throw new ArgumentException($"There is no library {args[0]}."),
};
await run;
Console.WriteLine($"{args[0]}: {users.Done} done, {users.Failed} failed");
