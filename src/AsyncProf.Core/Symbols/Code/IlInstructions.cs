using System.Buffers.Binary;
using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>The instructions of a body, one after another.</summary>
internal ref struct IlInstructions(ReadOnlySpan<byte> code)
{
    private readonly ReadOnlySpan<byte> _code = code;

    /// <summary>Where the instruction begins.</summary>
    public int Offset { get; private set; }

    /// <summary>Where the next one begins.</summary>
    public int Next { get; private set; }

    /// <summary>Its opcode.</summary>
    public ILOpCode Code { get; private set; }

    /// <summary>What is known of the opcode.</summary>
    public OpCodeShape Shape { get; private set; }

    /// <summary>The operand's first four bytes as a number, small ones with their sign; 0 if there is none.</summary>
    public int Operand { get; private set; }

    /// <summary>The number of targets: 1 for a branch, any number for a switch.</summary>
    public int Targets { get; private set; }

    /// <summary>Goes to the next instruction; false at the end, or where the code is damaged.</summary>
    public bool Read()
    {
        Offset = Next;
        int at = Offset;
        if (at >= _code.Length)
            return false;
        int code = _code[at++];
        if (code == 0xFE && at < _code.Length)
            code = 0xFE00 | _code[at++];
        if (OpCodeShape.Of(code) is not { } shape || at + shape.OperandSize > _code.Length)
            return false;
        ReadOnlySpan<byte> operand = _code.Slice(at, shape.OperandSize);
        Code = (ILOpCode)code;
        Shape = shape;
        Operand = operand.Length switch
        {
            0 => 0,
            1 => (sbyte)operand[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(operand),
            _ => BinaryPrimitives.ReadInt32LittleEndian(operand),
        };
        at += shape.OperandSize;
        Targets = Code.IsBranch() ? 1 : 0;
        if (Code == ILOpCode.Switch)
        {
            if ((uint)Operand > (uint)(_code.Length - at) / 4)
                return false;
            Targets = Operand;
            at += 4 * Targets;
        }

        Next = at;
        return true;
    }

    /// <summary>Where a branch or a switch goes to; may lie outside the code.</summary>
    public readonly int Target(int index) => unchecked(Next + (Code == ILOpCode.Switch
        ? BinaryPrimitives.ReadInt32LittleEndian(_code[(Next - (4 * (Targets - index)))..])
        : Operand));
}
