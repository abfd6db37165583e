Imports System.Threading.Tasks

''' <summary>Lambdas in a generic class: in an async method, in another one, and within each other.</summary>
Public Class Repository(Of T)
    Public Async Function SumAsync() As Task(Of Integer)
        Dim first = Async Function(x As Integer)
                        Await Task.Delay(x)
                        Return x
                    End Function
        Dim second = Async Function(x As Integer)
                         Await Task.Delay(x * 2)
                         Return x
                     End Function
        Return Await first(1) + Await second(1)
    End Function

    Public Function Later(ms As Integer) As Func(Of Task)
        Return Async Function()
                   Await Task.Delay(ms)
                   Await Task.Run(Async Function()
                                      Await Task.Delay(ms)
                                  End Function)
               End Function
    End Function
End Class
