namespace AsyncProf.Libraries.Redis;

internal sealed record Cart(int User, IReadOnlyList<string> Products);
