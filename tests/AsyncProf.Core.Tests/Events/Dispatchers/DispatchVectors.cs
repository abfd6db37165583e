namespace AsyncProf.Core.Tests.Events.Dispatchers;

/// <summary>
/// Whole buffers of the released .NET 11.0.0 on Linux: A awaits B awaits C awaits a delay of 30 ms, then B awaits one of 20 ms; compiled with runtime-async, and
/// as state machines.
/// </summary>
internal static class DispatchVectors
{
    /// <summary>What the first thread tells of clocks and entries.</summary>
    public static readonly byte[] Metadata = Convert.FromHexString(
        "018600000001000000F526000000000000010000004169CE3682000000B969CE368200000016785D008094EBDC03A68BBAB6A31093CCB6DBFAE1DFEE01807E2017010101020101" +
        "0301000401000501010601020701020801020901000A01000B01010C01010D01000E01000F0101100102110100120100130102140100150100160102170101");

    /// <summary>Runtime-async: the first suspension of all three.</summary>
    public static readonly byte[] Begin = Convert.FromHexString(
        "014400000001000000DB2600000000000003000000EB91310E82000000CC72320E8200000014B80301A9BE0302000106001100000004000100F6B8E18AA2C43FA307CD05");

    /// <summary>Runtime-async: both resumptions, on another thread.</summary>
    public static readonly byte[] Resumptions = Convert.FromHexString(
        "019800000002000000E92600000000000013000000B22CBD0E82000000BE6F5A1082000000145B02CB070101070010000000040100F6B8E18AA2C43FA307CD0509AE690A8CB514" +
        "09D2320AEEA10C09B81908E4ABCD010E000000030100CCB2E18AA2C43FC706030002A497EF09010107000E000000030100CCB2E18AA2C43FC706099C270A9B0C09C6090ADC2009" +
        "A0010AB4C2950104FF0C");

    /// <summary>State machines: the first suspension.</summary>
    public static readonly byte[] MachineBegin = Convert.FromHexString(
        "012F00000001000000F526000000000000020000005045DE368200000089BBE0368200000014F4020BC5E909020001");

    /// <summary>State machines: both resumptions.</summary>
    public static readonly byte[] MachineResumptions = Convert.FromHexString(
        "018800000002000000FD260000000000000F000000E7E011388200000051E1273A8200000014780CE60E0101100012000000030180E1B0F9E0FA1F009F0E00BF0B0011F98ECC02" +
        "12CEAA3311E3A5280BB0BFD3010201020EE3AB0D0C9F8FE009010210000F0000000202F0D9B0F9E0FA1F02BF0B0011ED6612F71A11C9BB1112D7A2C0010EACB71C");

    /// <summary>Runtime-async: a thread wrote its last entry 51 ms before, and then a flush command came: a suspension, and a resumption 100 ms later.</summary>
    public static readonly byte[] AfterFlush = Convert.FromHexString(
        "016C00000004000000AF310000000000000B000000763AFBC1E2190000F135F4C7E219000008A2A698180F000000030600BA98808BDADE3FAD9104030002B0E6E32F010607000F000000"
        + "030600BA98808BDADE3FAD91040988230AEC08098E0F0A9C6609C9010A8F1D04E802");

    /// <summary>Runtime-async: a flush command came while a thread wrote that it suspends; the buffer that holds this begins after it.</summary>
    public static readonly byte[] BegunAfterItsEnd = Convert.FromHexString("013D000000010000008E320000000000000200000047D4AB88BF25000009B2AB88BF25000008EAE29C0E0F00000003090088C4E9FC9FE83FBDB3100300");

    /// <summary>All of them.</summary>
    public static byte[][] All => [Metadata, Begin, Resumptions, MachineBegin, MachineResumptions, AfterFlush, BegunAfterItsEnd];
}
