package io.unishim.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.unishim.Shim;
import io.unishim.testing.HostProgram;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the same calls on the host's kernel and here; every answer and every way to end must agree. */
class CallsAgreeWithLinuxTest {
    @AutoClose
    private static HostProgram host;

    @BeforeAll
    static void compile() {
        assumeTrue("root".equals(System.getProperty("user.name")), "as another user the host has fewer capabilities");
        host = HostProgram.compile(CallsAgreeWithLinuxTest.class, "calls.c");
    }

    private static void agree(String scenario) {
        List<String> expected = host.run(Scenario.numbered(scenario));
        try (Shim shim = Shim.builder().only("posix-process").boot()) {
            assertThat(Scenario.run(shim, scenario)).as(scenario).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kill P 0\nkill P 65\nkill P -1\nkill 0 0\nkill 999999 0\nkill 999999 99\nkill -999999 0\nkill -2147483648 0",
                "tkill 0 1\ntkill -1 1\ntkill 999999 0\ntkill P 99\ntkill P 0",
                "tgkill 0 P 0\ntgkill P 0 0\ntgkill P P 0\ntgkill P 999999 0\ntgkill 999999 P 0\ntgkill P P 65",
                "tgkill P 1 0\ntgkill 1 1 0\ntgkill -1 1 0",
                "kill P 15",
                "kill P 9",
                "kill P 6",
                "kill P 11",
                "tkill P 64",
                "kill 0 1",
                "kill P 17\nkill P 18\nkill P 23\nkill P 28\ngetpid",
                "rt_sigqueueinfo P 10 8\nrt_sigqueueinfo P 99 @0",
                "rt_sigqueueinfo 1 0 @0\nrt_sigqueueinfo 999999 0 @0\nrt_sigqueueinfo -1 0 @0",
                "poke @8 0xffffffff\nrt_sigqueueinfo P 0 @0\nrt_sigqueueinfo 999999 0 @0\nrt_sigqueueinfo P 12 @0",
                "rt_tgsigqueueinfo 0 P 0 @0\nrt_tgsigqueueinfo P 0 0 @0\nrt_tgsigqueueinfo P P 0 @0\n"
                        + "rt_tgsigqueueinfo P 999999 0 @0"
            })
    void sending(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rt_sigaction 0 0 0 8\nrt_sigaction 65 0 0 8\nrt_sigaction 9 0 @0 8\nrt_sigaction 9 @0 0 8\n"
                        + "rt_sigaction 19 @0 0 8\nrt_sigaction 10 0 0 4\nrt_sigaction 10 0 0 16\nrt_sigaction 64 0 @0 8",
                "rt_sigaction 10 8 0 8\nrt_sigaction 10 0 8 8\nrt_sigaction 65 8 0 8\nrt_sigaction 10 8 0 9",
                "poke @0 0x1234\npoke @8 0xffffffffffffffff\npoke @16 0x5678\npoke @24 0xffffffffffffffff\n"
                        + "rt_sigaction 10 @0 @64 8\nrt_sigaction 10 0 @64 8\npeek @64\npeek @72\npeek @80\npeek @88",
                "poke @0 1\nrt_sigaction 15 @0 0 8\nkill P 15\ngetpid",
                "rt_sigprocmask 0 0 0 8\nrt_sigprocmask 9 0 0 8\nrt_sigprocmask 9 @0 0 8\nrt_sigprocmask 0 @0 0 4\n"
                        + "rt_sigprocmask 0 8 0 8\nrt_sigprocmask 0 @0 8 8",
                "poke @0 0xffffffffffffffff\nrt_sigprocmask 2 @0 @8 8\npeek @8\nrt_sigprocmask 2 0 @8 8\npeek @8\n"
                        + "poke @0 0xf0\nrt_sigprocmask 1 @0 @8 8\nrt_sigprocmask 0 0 @8 8\npeek @8",
                "poke @0 0xffffffffffffffff\nrt_sigprocmask 2 @0 0 8\nkill P 15\ntkill P 40\nkill P 17\nrt_sigpending @8 8\n"
                        + "peek @8\nrt_sigpending @16 4\npeek @16\nrt_sigpending @16 9\nrt_sigpending 8 8\n"
                        + "poke @32 1\nrt_sigaction 15 @32 0 8\nrt_sigpending @8 8\npeek @8",
                "poke @0 0x4000\nrt_sigprocmask 0 @0 0 8\nkill P 15\nrt_sigprocmask 1 @0 0 8\ngetpid",
                "sigaltstack 0 @0\npeek @0\npeek @8\npeek @16",
                "poke @0 0x10000\npoke @16 2047\nsigaltstack @0 0\npoke @16 2048\nsigaltstack @0 @32\npeek @40\n"
                        + "sigaltstack 0 @32\npeek @32\npeek @40\npeek @48\npoke @8 2\nsigaltstack @0 0\nsigaltstack 0 @32\n"
                        + "peek @32\npeek @40\npeek @48\npoke @8 3\nsigaltstack @0 0\npoke @8 1\nsigaltstack @0 8\n"
                        + "poke @8 0x80000000\nsigaltstack @0 0\nsigaltstack 0 @32\npeek @40\nsigaltstack 8 0"
            })
    void actions_and_masks(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rt_sigtimedwait @0 0 @8 4\nrt_sigtimedwait @0 0 @64 8\nrt_sigtimedwait 8 0 @64 8\n"
                        + "poke @72 1000000000\nrt_sigtimedwait @0 0 @64 8\nrt_sigtimedwait @0 0 8 8"
            })
    void waiting_for_signals(String scenario) {
        agree(scenario);
    }

    @Test
    void those_that_a_fault_could_have_sent_come_first_then_by_number() {
        agree("poke @0 0xffffffffffffffff\nrt_sigprocmask 2 @0 0 8\nkill P 15\nkill P 1\nkill P 11\ntkill P 8\n"
                + "tkill P 50\nkill P 50\nkill P 40\nkill P 15\n"
                + "rt_sigtimedwait @0 @64 @512 8\npeek @64\npeek @72\n".repeat(9));
    }

    @Test
    void queued_signals_keep_their_order_and_data() {
        agree("poke @0 0xffffffffffffffff\nrt_sigprocmask 2 @0 0 8\npoke @64 0\npoke @72 0xffffffff\npoke @88 7\n"
                + "rt_sigqueueinfo P 40 @64\npoke @88 8\nrt_sigqueueinfo P 40 @64\npoke @88 9\n"
                + "rt_tgsigqueueinfo P P 40 @64\n"
                + "rt_sigtimedwait @0 @64 @512 8\npeek @64\npeek @72\npeek @88\n".repeat(4));
    }

    @Test
    void the_limit_of_pending_signals() {
        agree("poke @0 0xffffffffffffffff\nrt_sigprocmask 2 @0 0 8\npoke @0 0\npoke @8 0\nsetrlimit 11 @0\n"
                + "poke @72 0xffffffff\nrt_sigqueueinfo P 40 @64\nrt_sigqueueinfo P 10 @64\ntkill P 40\nkill P 41\n"
                + "rt_sigpending @8 8\npeek @8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "futex @0 0 1 0 0 0\nfutex @1 0 1 0 0 0\nfutex 0 0 1 0 0 0\nfutex 8 128 1 0 0 0",
                "futex 0 1 1 0 0 0\nfutex 0 129 1 0 0 0\nfutex @1 1 1 0 0 0\nfutex @0 1 1 0 0 0\nfutex @0 1 -1 0 0 0",
                "futex @0 256 0 @64 0 0\nfutex @0 257 1 0 0 0\nfutex @0 262 1 0 0 0",
                "poke @72 2000000000\nfutex @0 0 0 @64 0 0\nfutex @0 0 1 @64 0 0\npoke @72 0\nfutex @0 0 0 @64 0 0\n"
                        + "futex @0 0 0 8 0 0\npoke @64 -1\nfutex @0 0 0 @64 0 0\nfutex @0 9 0 @64 0 1",
                "futex @0 9 0 @64 0 0\nfutex @0 9 0 @64 0 1\nfutex @0 265 0 @64 0 1\nfutex @0 10 1 0 0 0\n"
                        + "futex @0 10 1 0 0 1",
                "futex @0 3 -1 0 @4 0\nfutex @0 3 1 -1 @4 0\nfutex @0 3 1 0 0 0\nfutex @0 3 1 0 @4 0\nfutex @0 3 1 0 @5 0\n"
                        + "futex @0 4 1 0 @4 1\nfutex @0 4 1 0 @4 0\nfutex 0 4 1 1 @4 0\nfutex @0 4 1 1 @0 0",
                "futex @0 5 1 1 @8 0x10003000\npeek @8\nfutex @0 5 1 1 @8 0x50003000\npeek @8\nfutex @0 5 1 1 @8 0x19fff000\n"
                        + "peek @8\nfutex @0 5 1 1 @8 0x00fff000\npeek @8\nfutex @0 5 1 1 @8 0xa000f000\npeek @8\n"
                        + "futex @0 5 1 1 @8 0x30001000\npeek @8\nfutex @0 5 1 1 @8 0x40003000\npeek @8\n"
                        + "futex @0 5 1 1 0 0\nfutex @0 5 1 1 @6 0\nfutex @0 5 1 1 @8 0x80020000\npeek @8",
                "futex @0 2 1 0 0 0\nfutex @0 14 1 0 0 0\nfutex @0 -1 1 0 0 0",
                "futex @0 6 0 0 0 0\nfutex @0 6 0 0 0 0\nfutex @0 8 0 0 0 0\nfutex @0 7 0 0 0 0\npeek @0\nfutex @0 7 0 0 0 0",
                "poke @0 999999\nfutex @0 6 0 0 0 0\npeek @0\npoke @0 999999\nfutex @0 8 0 0 0 0\npeek @0\n"
                        + "poke @0 1\nfutex @0 8 0 0 0 0\npeek @0",
                "futex @0 262 0 0 0 0\nfutex 0 6 0 0 0 0\nfutex @1 6 0 0 0 0\nfutex @1 7 0 0 0 0\nfutex 0 7 0 0 0 0\n"
                        + "futex 8 8 0 0 0 0\nfutex @0 13 0 0 0 0\nfutex @0 7 0 0 0 0\npoke @64 -1\nfutex @0 6 0 @64 0 0"
            })
    void futexes(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "poke @136 @0\npoke @144 0x82\nfutex_waitv 0 1 0 0 0\nfutex_waitv @128 0 0 0 0\nfutex_waitv @128 129 0 0 0\n"
                        + "futex_waitv @128 1 1 0 0\nfutex_waitv @128 -1 0 0 0\nfutex_waitv 8 1 0 0 0\nfutex_waitv 8 0 0 0 0",
                "poke @136 @0\npoke @144 0x82\npoke @128 1\nfutex_waitv @128 1 0 0 9\npoke @128 0\nfutex_waitv @128 1 0 @64 1\n"
                        + "futex_waitv @128 1 0 @64 0\nfutex_waitv @128 1 0 @64 2\nfutex_waitv @128 1 0 8 1\n"
                        + "poke @72 1000000000\nfutex_waitv @128 1 0 @64 1\npoke @64 -1\npoke @72 0\nfutex_waitv @128 1 0 @64 1",
                "poke @136 @0\npoke @144 2\nfutex_waitv @128 1 0 @64 1\npoke @144 0\nfutex_waitv @128 1 0 @64 1\npoke @144 1\n"
                        + "futex_waitv @128 1 0 @64 1\npoke @144 3\nfutex_waitv @128 1 0 @64 1\npoke @144 0x102\n"
                        + "futex_waitv @128 1 0 @64 1\npoke @144 0x100000002\nfutex_waitv @128 1 0 @64 1\npoke @144 0x82\n"
                        + "poke @136 @1\nfutex_waitv @128 1 0 @64 1\npoke @136 0\nfutex_waitv @128 1 0 @64 1\npoke @136 @0\n"
                        + "poke @128 0x100000000\nfutex_waitv @128 1 0 @64 1",
                "poke @136 @0\npoke @144 0x82\npoke @160 @4\npoke @168 0x82\npoke @152 1\nfutex_waitv @128 2 0 @64 1\npoke @152 0\n"
                        + "futex_waitv @128 2 0 @64 1\npoke @160 @0\nfutex_waitv @128 2 0 @64 1\npoke @160 8\n"
                        + "futex_waitv @128 2 0 @64 1",
                "futex_wake @0 1 1 0x82\nfutex_wake @0 0 1 0x82\nfutex_wake @0 1 0 0x82\nfutex_wake @0 1 -1 2\nfutex_wake @1 1 1 0x82\n"
                        + "futex_wake 0 1 1 0x82\nfutex_wake 0 1 1 2\nfutex_wake @0 0x100000000 1 0x82\nfutex_wake @0 1 1 0\n"
                        + "futex_wake @0 1 1 0x100\nfutex_wake @0 1 1 3\nfutex_wake @0 -1 1 0x82\nfutex_wake 0 1 0 2",
                "futex_wait @0 1 1 0x82 0 1\nfutex_wait @0 0 1 0x82 @64 1\nfutex_wait @0 0 0 0x82 @64 1\nfutex_wait @0 0 1 2 @64 0\n"
                        + "futex_wait @0 0 1 0x82 @64 5\nfutex_wait @0 1 1 0x82 0 5\nfutex_wait @1 0 1 0x82 @64 1\n"
                        + "futex_wait 0 0 1 0x82 @64 1\nfutex_wait @0 0x100000000 1 0x82 @64 1\nfutex_wait @0 0 0x100000000 0x82 @64 1\n"
                        + "futex_wait @0 0 1 0 @64 1\nfutex_wait @0 0 1 0x82 8 1",
                "poke @136 @0\npoke @144 0x82\npoke @160 @4\npoke @168 0x82\nfutex_requeue @128 0 1 1\nfutex_requeue @128 1 1 1\n"
                        + "futex_requeue 0 0 1 1\nfutex_requeue @128 0 -1 1\nfutex_requeue @128 0 1 -1\npoke @128 1\n"
                        + "futex_requeue @128 0 1 1\npoke @160 @5\nfutex_requeue @128 0 1 1\npoke @160 8\nfutex_requeue @128 0 1 1\n"
                        + "futex_requeue 8 0 1 1\npoke @160 @4\npoke @168 3\nfutex_requeue @128 0 1 1",
                "futex @0 11 1 0 @4 0\nfutex @0 11 0 @64 @4 0\nfutex @0 267 0 @64 @4 0\nfutex @0 139 0 @64 @4 0\nfutex @0 11 0 @64 @0 0\n"
                        + "futex @1 11 0 @64 @4 0\nfutex @0 11 0 @64 @5 0\nfutex 8 11 0 @64 @4 0\nfutex @0 11 0 @64 8 0\n"
                        + "futex @0 11 0 8 @4 0\npeek @0",
                "futex @0 12 1 0 @4 0\nfutex @0 12 2 0 @4 0\nfutex @0 12 0 0 @4 0\nfutex @0 12 1 -1 @4 0\nfutex @0 12 1 1 @4 1\n"
                        + "futex @0 12 1 1 @0 0\nfutex @1 12 1 1 @4 0\nfutex @0 12 1 1 @5 0\nfutex 8 12 1 1 @4 0\n"
                        + "futex @0 12 1 1 8 0\nfutex @0 268 1 0 @4 0\nfutex @0 140 1 1 @4 0\npeek @0"
            })
    void futexes_of_the_new_calls_and_those_that_move_to_locks(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait4 -1 0 0 0\nwait4 -1 0 0x10 0\nwait4 -2147483648 0 0 0\nwait4 0 0 1 0\nwait4 999999 8 1 8\n"
                        + "wait4 -1 0 0xe000000b 0\nwait4 -1 0 0x1000000 0",
                "waitid 0 0 0 0 0\nwaitid 0 0 0 4 0\nwaitid 4 0 0 4 0\nwaitid 1 0 0 4 0\nwaitid 1 -1 0 4 0\n"
                        + "waitid 2 -1 0 4 0\nwaitid 2 0 0 4 0\nwaitid 3 -1 0 4 0\nwaitid 3 900 0 4 0\n"
                        + "waitid 0 0 0 0x14 0\nwaitid 0 0 8 4 0",
                "poke @0 7\npoke @8 7\npoke @16 7\npoke @24 7\nwaitid 1 999999 @0 4 0\npeek @0\npeek @16",
                "getpgid 0\ngetpgid 999999\ngetpgid -1\ngetpgrp\ngetsid 0\ngetsid 999999\nsetsid",
                "setpgid 0 0\nsetpgid 0 -1\nsetpgid -1 0\nsetpgid 999999 0\nsetpgid 1 0\nsetpgid P P\nsetpgid 0 999999",
                "exit 5",
                "exit_group 256",
                "exit_group -1",
                "set_robust_list 0 24\nset_robust_list 8 23\nset_robust_list 8 24\nget_robust_list 0 @0 @8\npeek @0\npeek @8\n"
                        + "get_robust_list 999999 @0 @8\nget_robust_list 0 8 @8\nget_robust_list -1 @0 @8\nset_tid_address 8"
            })
    void ends_groups_and_waits(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "getrlimit 16 @0\ngetrlimit -1 @0\ngetrlimit 3 8\nsetrlimit 3 8\nsetrlimit 16 @0\nsetrlimit 16 8",
                "poke @0 5\npoke @8 4\nsetrlimit 3 @0\npoke @8 6\nsetrlimit 3 @0\ngetrlimit 3 @16\npeek @16\npeek @24",
                "poke @0 5\npoke @8 1048577\nsetrlimit 7 @0",
                "prlimit64 999999 3 0 0\nprlimit64 -1 3 0 0\nprlimit64 0 16 0 0\nprlimit64 0 3 8 0\nprlimit64 0 3 0 8\n"
                        + "prlimit64 0 3 0 0\nprlimit64 P 4 0 @0\npeek @0\nprlimit64 999999 16 8 0",
                "getrusage 2 @0\ngetrusage -2 @0\ngetrusage 0 8\ngetrusage -1 @0\ngetrusage 1 @0\ngetrusage 9 8\ntimes 8"
            })
    void limits(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sched_yield\nsched_getscheduler 0\nsched_getscheduler -1\nsched_getscheduler 999999\n"
                        + "sched_getparam 0 @0\nsched_getparam 0 0\nsched_getparam 0 8\nsched_getparam -1 @0\n"
                        + "sched_getparam 999999 @0",
                "sched_get_priority_max 0\nsched_get_priority_max 1\nsched_get_priority_max 2\nsched_get_priority_max 3\n"
                        + "sched_get_priority_max 4\nsched_get_priority_max 5\nsched_get_priority_max 6\n"
                        + "sched_get_priority_max -1\nsched_get_priority_max 8",
                "sched_get_priority_min 0\nsched_get_priority_min 1\nsched_get_priority_min 2\nsched_get_priority_min 3\n"
                        + "sched_get_priority_min 5\nsched_get_priority_min 6\nsched_get_priority_min 99",
                "sched_setscheduler 0 0 @0\nsched_setscheduler 0 1 @0\nsched_setscheduler 0 -1 @0\n"
                        + "sched_setscheduler 0 4 @0\nsched_setscheduler 0 0 0\nsched_setscheduler 0 0 8\n"
                        + "sched_setscheduler -1 0 @0\nsched_setscheduler 999999 0 @0\npoke @0 100\n"
                        + "sched_setscheduler 0 1 @0\npoke @0 1\nsched_setscheduler 0 0 @0\nsched_setscheduler 0 6 @0",
                "poke @0 7\nsched_setscheduler 0 0x40000002 @0\nsched_getscheduler 0\nsched_getparam 0 @8\npeek @8\n"
                        + "poke @0 9\nsched_setparam 0 @0\nsched_getparam 0 @8\npeek @8\npoke @0 0\nsched_setparam 0 @0\n"
                        + "sched_rr_get_interval 0 @16\npeek @16\npeek @24\nsched_setscheduler 0 3 @0\nsched_getscheduler 0",
                "sched_rr_get_interval -1 @0\nsched_rr_get_interval 999999 @0\nsched_rr_get_interval 0 8",
                "sched_getaffinity 0 0 @0\nsched_getaffinity 0 4 @0\nsched_getaffinity 0 9 @0\nsched_getaffinity 0 8 @0\n"
                        + "sched_getaffinity 999999 8 @0\nsched_getaffinity 0 8 8\n"
                        + "sched_getaffinity -1 8 @0",
                "sched_setaffinity 0 8 @0\nsched_setaffinity 0 0 @0\nsched_setaffinity 0 8 8\nsched_setaffinity 999999 8 @0\n"
                        + "poke @0 1\nsched_setaffinity 0 8 @0\nsched_getaffinity 0 8 @8\npeek @8\nsched_setaffinity 0 1 @0\n"
                        + "poke @0 0x8000000000000000\nsched_setaffinity 0 8 @0\nsched_setaffinity -1 8 @0",
                "getpriority 0 0\ngetpriority 3 0\ngetpriority -1 0\ngetpriority 0 999999\ngetpriority 1 0\n"
                        + "getpriority 1 999999\ngetpriority 2 999999",
                "setpriority 0 0 5\ngetpriority 0 0\nsetpriority 0 0 99\ngetpriority 0 0\nsetpriority 0 0 -99\n"
                        + "getpriority 0 0\nsetpriority 1 0 3\ngetpriority 1 0\nsetpriority 5 0 0\nsetpriority 0 999999 0\n"
                        + "setpriority 1 999999 0",
                "getcpu 0 0 0\ngetcpu 8 0 0\ngetcpu 0 8 0"
            })
    void scheduling(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "poke @0 0x6c6f6f6f6f6f6f6f\npoke @8 0x6c6f6f6f6f6f6f6f\npoke @16 0x41\nprctl 15 @0 0 0 0\n"
                        + "prctl 16 @64 0 0 0\npeek @64\npeek @72\npoke @0 0x4241\nprctl 15 @0 0 0 0\nprctl 16 @64 0 0 0\n"
                        + "peek @64\npeek @72\nprctl 15 8 0 0 0\nprctl 16 8 0 0 0",
                "prctl 1 65 0 0 0\nprctl 1 9 0 0 0\nprctl 2 @0 0 0 0\npeek @0\nprctl 2 8 0 0 0\nprctl 1 -1 0 0 0",
                "prctl 3 0 0 0 0\nprctl 4 2 0 0 0\nprctl 4 0 0 0 0\nprctl 3 0 0 0 0\nprctl 4 -1 0 0 0",
                "prctl 7 0 0 0 0\nprctl 8 1 0 0 0\nprctl 7 0 0 0 0\nprctl 8 2 0 0 0\nprctl 8 0 0 0 0",
                "prctl 13 0 0 0 0\nprctl 14 0 0 0 0\nprctl 14 1 0 0 0\nprctl 21 0 0 0 0\nprctl 25 @0 0 0 0\npeek @0",
                "prctl 23 0 0 0 0\nprctl 23 63 0 0 0\nprctl 23 -1 0 0 0\nprctl 24 99 0 0 0",
                "prctl 27 0 0 0 0\nprctl 28 256 0 0 0\nprctl 28 32 0 0 0\nprctl 27 0 0 0 0\nprctl 28 0 0 0 0\n"
                        + "prctl 8 1 0 0 0",
                "prctl 30 0 0 0 0\nprctl 29 77 0 0 0\nprctl 30 0 0 0 0\nprctl 29 0 0 0 0\nprctl 30 0 0 0 0",
                "prctl 36 1 0 0 0\nprctl 37 @0 0 0 0\npeek @0\nprctl 37 8 0 0 0\nprctl 36 0 0 0 0",
                "prctl 39 0 0 0 0\nprctl 38 1 1 0 0\nprctl 38 0 0 0 0\nprctl 38 2 0 0 0\nprctl 38 1 0 0 0\n"
                        + "prctl 39 0 0 0 0\nprctl 39 1 0 0 0\nprctl 38 0 0 0 0",
                "set_tid_address 0x1230\nprctl 40 @0 0 0 0\npeek @0\nprctl 40 8 0 0 0",
                "prctl 42 0 0 0 0\nprctl 41 1 0 0 0\nprctl 42 0 0 0 0\nprctl 42 1 0 0 0\nprctl 41 1 0 0 1\n"
                        + "prctl 41 0 0 0 0\nprctl 42 0 0 0 0",
                "prctl 47 4 0 0 0\nprctl 47 4 1 0 0\nprctl 47 1 0 0 0\nprctl 47 1 99 0 0\nprctl 47 3 0 0 0\n"
                        + "prctl 47 5 0 0 0\nprctl 47 2 0 0 1",
                "prctl 0 0 0 0 0\nprctl -1 0 0 0 0\nprctl 99999 0 0 0 0\nprctl 17 0 0 0 0",
                "personality 0xffffffff\npersonality 0x40000\npersonality 0xffffffff\npersonality 0\npersonality 0xffffffff"
            })
    void properties(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uname @0\npeek @0\nuname 8\nsysinfo @0\nsysinfo 8",
                "getrandom @0 16 0\ngetrandom @0 16 8\ngetrandom @0 16 6\ngetrandom @0 16 7\ngetrandom @0 0 0\n"
                        + "getrandom 8 16 0\ngetrandom 8 0 0\ngetrandom @4090 16 0\ngetrandom @4096 1 1",
                "sethostname @0 65\nsethostname @0 -1\nsethostname 8 1\nsetdomainname @0 65\nsetdomainname @0 -1"
            })
    void the_system(String scenario) {
        agree(scenario);
    }
}
