namespace AsyncProf.Libraries.MassTransit;

public sealed record OrderPlaced(int Number);
