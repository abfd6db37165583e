namespace AsyncProf.Libraries.MassTransit;

public sealed record PlaceOrder(int Number);
