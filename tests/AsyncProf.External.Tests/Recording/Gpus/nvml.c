/* A stand-in for NVIDIA's management library: two devices, which are used by the process whose id ASYNCPROF_STANDIN_PID holds, and by others. */
#include <stdlib.h>
#include <string.h>

typedef struct { unsigned int pid; unsigned long long time; unsigned int sm, mem, enc, dec; } Sample;
typedef struct { unsigned int pid; unsigned long long bytes; unsigned int gpu, compute; } Info;

static unsigned long long now = 1000;
static int started;
static long devices[2] = { 0, 1 };

static unsigned int target(void) { const char *pid = getenv("ASYNCPROF_STANDIN_PID"); return pid ? (unsigned int)atol(pid) : 0; }

int nvmlInit_v2(void) { started = 1; return 0; }
int nvmlShutdown(void) { started = 0; return 0; }
int nvmlDeviceGetCount_v2(unsigned int *count) { *count = 2; return started ? 0 : 1; }
int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device) { *device = &devices[index]; return index < 2 ? 0 : 2; }

/* Of the target 30 and 50 percent on the first, 25 on the second; of others 99. And one sample that is too old. */
int nvmlDeviceGetProcessUtilization(void *device, Sample *samples, unsigned int *count, unsigned long long since)
{
    unsigned int need = 4;
    if (!samples || *count < need) { *count = need; return 7; }
    int second = *(long *)device == 1;
    now += 10;
    Sample all[4] = {
        { target(), now, second ? 25 : 30, 1, 0, 0 },
        { 1, now + 1, 99, 1, 0, 0 },
        { target(), now + 2, second ? 25 : 50, 1, 0, 0 },
        { target(), since, 77, 1, 0, 0 },
    };
    memcpy(samples, all, sizeof all);
    *count = need;
    return 0;
}

int nvmlDeviceGetComputeRunningProcesses_v3(void *device, unsigned int *count, Info *infos)
{
    if (!infos || *count < 2) { *count = 2; return 7; }
    int second = *(long *)device == 1;
    Info all[2] = { { target(), second ? ~0ull : 1500000000ull, 0, 0 }, { 1, 9000000000ull, 0, 0 } };
    memcpy(infos, all, sizeof all);
    *count = 2;
    return 0;
}
