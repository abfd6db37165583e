namespace AsyncProf.Libraries.MassTransit;

public sealed record StockChecked(string Product, int Count);
