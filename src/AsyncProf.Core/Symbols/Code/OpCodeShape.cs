using System.Reflection;
using System.Reflection.Emit;

namespace AsyncProf.Symbols.Code;

/// <summary>What an opcode takes and leaves: its operand's size, and how many values it pops and pushes.</summary>
/// <param name="OperandSize">In bytes; of a switch only the count.</param>
/// <param name="Pops">Values taken off the stack; -1 where the operand decides.</param>
/// <param name="Pushes">Values put on it; -1 where the operand decides.</param>
/// <param name="Flow">Where it goes on.</param>
internal readonly record struct OpCodeShape(byte OperandSize, sbyte Pops, sbyte Pushes, FlowControl Flow)
{
    private static readonly OpCodeShape?[] All = Read();

    /// <summary>The shape of an opcode; null if there is no such opcode.</summary>
    /// <param name="code">One byte, or two with the first of them 0xFE.</param>
    public static OpCodeShape? Of(int code) => All[(code >> 8 == 0xFE ? 256 : 0) + (code & 255)];

    private static OpCodeShape?[] Read()
    {
        var shapes = new OpCodeShape?[512];
        foreach (FieldInfo field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (field.GetValue(null) is OpCode code && (code.Size == 1 || (ushort)code.Value >> 8 == 0xFE))
            {
                shapes[(code.Size == 2 ? 256 : 0) + (code.Value & 255)] =
                    new OpCodeShape(SizeOf(code.OperandType), Count(code.StackBehaviourPop), Count(code.StackBehaviourPush), code.FlowControl);
            }
        }

        return shapes;
    }

    private static byte SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private static sbyte Count(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Pop0 or StackBehaviour.Push0 => 0,
        StackBehaviour.Varpop or StackBehaviour.Varpush => -1,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Push1 or StackBehaviour.Pushi or StackBehaviour.Pushi8 or StackBehaviour.Pushr4 or StackBehaviour.Pushr8 or StackBehaviour.Pushref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8 or StackBehaviour.Popi_popr4
            or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi or StackBehaviour.Push1_push1 => 2,
        _ => 3,
    };
}
