namespace AsyncProf.Libraries.MassTransit;

public sealed record CheckStock(string Product);
