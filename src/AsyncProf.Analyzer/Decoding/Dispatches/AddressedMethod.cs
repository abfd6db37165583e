namespace AsyncProf.Decoding.Dispatches;

/// <summary>A method where its code lies.</summary>
/// <param name="Size">How many bytes its code has.</param>
/// <param name="Module">The number by which the process knows its module.</param>
/// <param name="Type">The metadata name of the type that declares it.</param>
/// <param name="Name">Its name in metadata.</param>
/// <param name="Token">Its metadata token.</param>
internal readonly record struct AddressedMethod(uint Size, ulong Module, string Type, string Name, int Token);
