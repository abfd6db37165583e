/// The state machines that the F# compiler makes of task expressions. Their metadata is read, and one is run.
module AsyncProf.FSharpShapes.Shapes

open System.Threading.Tasks

let sleepAsync (ms: int) =
    task {
        do! Task.Delay ms
        return ms
    }

let outerAsync () =
    task {
        let! a = sleepAsync 10
        let inner () = task { do! Task.Delay 5 }
        do! inner ()
        return a
    }

type Store() =
    member _.LoadAsync(id: int) =
        task {
            let! value = sleepAsync id
            return value
        }

let backgroundAsync (ms: int) =
    backgroundTask {
        do! Task.Delay ms
        let! value = sleepAsync ms
        return value
    }

let loopAsync (count: int) =
    task {
        for _ in 1..count do
            do! Task.Yield()

        try
            let! value = sleepAsync 1
            return value
        finally
            ()
    }

/// The same name in several types, and overloads of it.
type Orders() =
    member _.FindAsync(id: int) =
        task {
            let! value = sleepAsync id
            return value
        }

type Users<'TUser>(user: 'TUser) =
    member _.FindAsync(id: int) =
        task {
            let! _ = sleepAsync id
            return user
        }

    member _.FindAsync(like: 'TUser) =
        task {
            do! Task.Yield()
            return like
        }

    member val Refresh = (fun () -> task { do! Task.Yield() })

/// One of two in each call.
let eitherAsync (ms: int) =
    if ms > 1 then
        task { do! Task.Delay ms }
    else
        task { do! Task.Yield() }

let withinAsync () =
    task {
        let! value =
            Task.Run<int>(fun () ->
                task {
                    do! Task.Yield()
                    return 1
                })

        return value
    }
