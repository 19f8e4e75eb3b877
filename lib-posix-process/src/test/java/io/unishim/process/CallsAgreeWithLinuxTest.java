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
                "kill P 0; kill P 65; kill P -1; kill 0 0; kill 999999 0; kill 999999 99; kill -999999 0; kill -2147483648 0",
                "tkill 0 1; tkill -1 1; tkill 999999 0; tkill P 99; tkill P 0",
                "tgkill 0 P 0; tgkill P 0 0; tgkill P P 0; tgkill P 999999 0; tgkill 999999 P 0; tgkill P P 65",
                "tgkill P 1 0; tgkill 1 1 0; tgkill -1 1 0",
                "kill P 15",
                "kill P 9",
                "kill P 6",
                "kill P 11",
                "tkill P 64",
                "kill 0 1",
                "kill P 17; kill P 18; kill P 23; kill P 28; getpid",
                "rt_sigqueueinfo P 10 8; rt_sigqueueinfo P 99 @0",
                "rt_sigqueueinfo 1 0 @0; rt_sigqueueinfo 999999 0 @0; rt_sigqueueinfo -1 0 @0",
                "poke @8 0xffffffff; rt_sigqueueinfo P 0 @0; rt_sigqueueinfo 999999 0 @0; rt_sigqueueinfo P 12 @0",
                "rt_tgsigqueueinfo 0 P 0 @0; rt_tgsigqueueinfo P 0 0 @0; rt_tgsigqueueinfo P P 0 @0; "
                        + "rt_tgsigqueueinfo P 999999 0 @0"
            })
    void sending(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rt_sigaction 0 0 0 8; rt_sigaction 65 0 0 8; rt_sigaction 9 0 @0 8; rt_sigaction 9 @0 0 8; "
                        + "rt_sigaction 19 @0 0 8; rt_sigaction 10 0 0 4; rt_sigaction 10 0 0 16; rt_sigaction 64 0 @0 8",
                "rt_sigaction 10 8 0 8; rt_sigaction 10 0 8 8; rt_sigaction 65 8 0 8; rt_sigaction 10 8 0 9",
                "poke @0 0x1234; poke @8 0xffffffffffffffff; poke @16 0x5678; poke @24 0xffffffffffffffff; "
                        + "rt_sigaction 10 @0 @64 8; rt_sigaction 10 0 @64 8; peek @64; peek @72; peek @80; peek @88",
                "poke @0 1; rt_sigaction 15 @0 0 8; kill P 15; getpid",
                "rt_sigprocmask 0 0 0 8; rt_sigprocmask 9 0 0 8; rt_sigprocmask 9 @0 0 8; rt_sigprocmask 0 @0 0 4; "
                        + "rt_sigprocmask 0 8 0 8; rt_sigprocmask 0 @0 8 8",
                "poke @0 0xffffffffffffffff; rt_sigprocmask 2 @0 @8 8; peek @8; rt_sigprocmask 2 0 @8 8; peek @8; "
                        + "poke @0 0xf0; rt_sigprocmask 1 @0 @8 8; rt_sigprocmask 0 0 @8 8; peek @8",
                "poke @0 0xffffffffffffffff; rt_sigprocmask 2 @0 0 8; kill P 15; tkill P 40; kill P 17; rt_sigpending @8 8; "
                        + "peek @8; rt_sigpending @16 4; peek @16; rt_sigpending @16 9; rt_sigpending 8 8; "
                        + "poke @32 1; rt_sigaction 15 @32 0 8; rt_sigpending @8 8; peek @8",
                "poke @0 0x4000; rt_sigprocmask 0 @0 0 8; kill P 15; rt_sigprocmask 1 @0 0 8; getpid",
                "sigaltstack 0 @0; peek @0; peek @8; peek @16",
                "poke @0 0x10000; poke @16 2047; sigaltstack @0 0; poke @16 2048; sigaltstack @0 @32; peek @40; "
                        + "sigaltstack 0 @32; peek @32; peek @40; peek @48; poke @8 2; sigaltstack @0 0; sigaltstack 0 @32; "
                        + "peek @32; peek @40; peek @48; poke @8 3; sigaltstack @0 0; poke @8 1; sigaltstack @0 8; "
                        + "poke @8 0x80000000; sigaltstack @0 0; sigaltstack 0 @32; peek @40; sigaltstack 8 0"
            })
    void actions_and_masks(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rt_sigtimedwait @0 0 @8 4; rt_sigtimedwait @0 0 @64 8; rt_sigtimedwait 8 0 @64 8; "
                        + "poke @72 1000000000; rt_sigtimedwait @0 0 @64 8; rt_sigtimedwait @0 0 8 8"
            })
    void waiting_for_signals(String scenario) {
        agree(scenario);
    }

    @Test
    void those_that_a_fault_could_have_sent_come_first_then_by_number() {
        agree("poke @0 0xffffffffffffffff; rt_sigprocmask 2 @0 0 8; kill P 15; kill P 1; kill P 11; tkill P 8; "
                + "tkill P 50; kill P 50; kill P 40; kill P 15; "
                + "rt_sigtimedwait @0 @64 @512 8; peek @64; peek @72; ".repeat(9));
    }

    @Test
    void queued_signals_keep_their_order_and_data() {
        agree("poke @0 0xffffffffffffffff; rt_sigprocmask 2 @0 0 8; poke @64 0; poke @72 0xffffffff; poke @88 7; "
                + "rt_sigqueueinfo P 40 @64; poke @88 8; rt_sigqueueinfo P 40 @64; poke @88 9; "
                + "rt_tgsigqueueinfo P P 40 @64; "
                + "rt_sigtimedwait @0 @64 @512 8; peek @64; peek @72; peek @88; ".repeat(4));
    }

    @Test
    void the_limit_of_pending_signals() {
        agree("poke @0 0xffffffffffffffff; rt_sigprocmask 2 @0 0 8; poke @0 0; poke @8 0; setrlimit 11 @0; "
                + "poke @72 0xffffffff; rt_sigqueueinfo P 40 @64; rt_sigqueueinfo P 10 @64; tkill P 40; kill P 41; "
                + "rt_sigpending @8 8; peek @8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "futex @0 0 1 0 0 0; futex @1 0 1 0 0 0; futex 0 0 1 0 0 0; futex 8 128 1 0 0 0",
                "futex 0 1 1 0 0 0; futex 0 129 1 0 0 0; futex @1 1 1 0 0 0; futex @0 1 1 0 0 0; futex @0 1 -1 0 0 0",
                "futex @0 256 0 @64 0 0; futex @0 257 1 0 0 0; futex @0 262 1 0 0 0",
                "poke @72 2000000000; futex @0 0 0 @64 0 0; futex @0 0 1 @64 0 0; poke @72 0; futex @0 0 0 @64 0 0; "
                        + "futex @0 0 0 8 0 0; poke @64 -1; futex @0 0 0 @64 0 0; futex @0 9 0 @64 0 1",
                "futex @0 9 0 @64 0 0; futex @0 9 0 @64 0 1; futex @0 265 0 @64 0 1; futex @0 10 1 0 0 0; "
                        + "futex @0 10 1 0 0 1",
                "futex @0 3 -1 0 @4 0; futex @0 3 1 -1 @4 0; futex @0 3 1 0 0 0; futex @0 3 1 0 @4 0; futex @0 3 1 0 @5 0; "
                        + "futex @0 4 1 0 @4 1; futex @0 4 1 0 @4 0; futex 0 4 1 1 @4 0; futex @0 4 1 1 @0 0",
                "futex @0 5 1 1 @8 0x10003000; peek @8; futex @0 5 1 1 @8 0x50003000; peek @8; futex @0 5 1 1 @8 0x19fff000; "
                        + "peek @8; futex @0 5 1 1 @8 0x00fff000; peek @8; futex @0 5 1 1 @8 0xa000f000; peek @8; "
                        + "futex @0 5 1 1 @8 0x30001000; peek @8; futex @0 5 1 1 @8 0x40003000; peek @8; "
                        + "futex @0 5 1 1 0 0; futex @0 5 1 1 @6 0; futex @0 5 1 1 @8 0x80020000; peek @8",
                "futex @0 2 1 0 0 0; futex @0 14 1 0 0 0; futex @0 -1 1 0 0 0",
                "futex @0 6 0 0 0 0; futex @0 6 0 0 0 0; futex @0 8 0 0 0 0; futex @0 7 0 0 0 0; peek @0; futex @0 7 0 0 0 0",
                "poke @0 999999; futex @0 6 0 0 0 0; peek @0; poke @0 999999; futex @0 8 0 0 0 0; peek @0; "
                        + "poke @0 1; futex @0 8 0 0 0 0; peek @0",
                "futex @0 262 0 0 0 0; futex 0 6 0 0 0 0; futex @1 6 0 0 0 0; futex @1 7 0 0 0 0; futex 0 7 0 0 0 0; "
                        + "futex 8 8 0 0 0 0; futex @0 13 0 0 0 0; futex @0 7 0 0 0 0; poke @64 -1; futex @0 6 0 @64 0 0"
            })
    void futexes(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "poke @136 @0; poke @144 0x82; futex_waitv 0 1 0 0 0; futex_waitv @128 0 0 0 0; futex_waitv @128 129 0 0 0; "
                        + "futex_waitv @128 1 1 0 0; futex_waitv @128 -1 0 0 0; futex_waitv 8 1 0 0 0; futex_waitv 8 0 0 0 0",
                "poke @136 @0; poke @144 0x82; poke @128 1; futex_waitv @128 1 0 0 9; poke @128 0; futex_waitv @128 1 0 @64 1; "
                        + "futex_waitv @128 1 0 @64 0; futex_waitv @128 1 0 @64 2; futex_waitv @128 1 0 8 1; "
                        + "poke @72 1000000000; futex_waitv @128 1 0 @64 1; poke @64 -1; poke @72 0; futex_waitv @128 1 0 @64 1",
                "poke @136 @0; poke @144 2; futex_waitv @128 1 0 @64 1; poke @144 0; futex_waitv @128 1 0 @64 1; poke @144 1; "
                        + "futex_waitv @128 1 0 @64 1; poke @144 3; futex_waitv @128 1 0 @64 1; poke @144 0x102; "
                        + "futex_waitv @128 1 0 @64 1; poke @144 0x100000002; futex_waitv @128 1 0 @64 1; poke @144 0x82; "
                        + "poke @136 @1; futex_waitv @128 1 0 @64 1; poke @136 0; futex_waitv @128 1 0 @64 1; poke @136 @0; "
                        + "poke @128 0x100000000; futex_waitv @128 1 0 @64 1",
                "poke @136 @0; poke @144 0x82; poke @160 @4; poke @168 0x82; poke @152 1; futex_waitv @128 2 0 @64 1; poke @152 0; "
                        + "futex_waitv @128 2 0 @64 1; poke @160 @0; futex_waitv @128 2 0 @64 1; poke @160 8; "
                        + "futex_waitv @128 2 0 @64 1",
                "futex_wake @0 1 1 0x82; futex_wake @0 0 1 0x82; futex_wake @0 1 0 0x82; futex_wake @0 1 -1 2; futex_wake @1 1 1 0x82; "
                        + "futex_wake 0 1 1 0x82; futex_wake 0 1 1 2; futex_wake @0 0x100000000 1 0x82; futex_wake @0 1 1 0; "
                        + "futex_wake @0 1 1 0x100; futex_wake @0 1 1 3; futex_wake @0 -1 1 0x82; futex_wake 0 1 0 2",
                "futex_wait @0 1 1 0x82 0 1; futex_wait @0 0 1 0x82 @64 1; futex_wait @0 0 0 0x82 @64 1; futex_wait @0 0 1 2 @64 0; "
                        + "futex_wait @0 0 1 0x82 @64 5; futex_wait @0 1 1 0x82 0 5; futex_wait @1 0 1 0x82 @64 1; "
                        + "futex_wait 0 0 1 0x82 @64 1; futex_wait @0 0x100000000 1 0x82 @64 1; futex_wait @0 0 0x100000000 0x82 @64 1; "
                        + "futex_wait @0 0 1 0 @64 1; futex_wait @0 0 1 0x82 8 1",
                "poke @136 @0; poke @144 0x82; poke @160 @4; poke @168 0x82; futex_requeue @128 0 1 1; futex_requeue @128 1 1 1; "
                        + "futex_requeue 0 0 1 1; futex_requeue @128 0 -1 1; futex_requeue @128 0 1 -1; poke @128 1; "
                        + "futex_requeue @128 0 1 1; poke @160 @5; futex_requeue @128 0 1 1; poke @160 8; futex_requeue @128 0 1 1; "
                        + "futex_requeue 8 0 1 1; poke @160 @4; poke @168 3; futex_requeue @128 0 1 1",
                "futex @0 11 1 0 @4 0; futex @0 11 0 @64 @4 0; futex @0 267 0 @64 @4 0; futex @0 139 0 @64 @4 0; futex @0 11 0 @64 @0 0; "
                        + "futex @1 11 0 @64 @4 0; futex @0 11 0 @64 @5 0; futex 8 11 0 @64 @4 0; futex @0 11 0 @64 8 0; "
                        + "futex @0 11 0 8 @4 0; peek @0",
                "futex @0 12 1 0 @4 0; futex @0 12 2 0 @4 0; futex @0 12 0 0 @4 0; futex @0 12 1 -1 @4 0; futex @0 12 1 1 @4 1; "
                        + "futex @0 12 1 1 @0 0; futex @1 12 1 1 @4 0; futex @0 12 1 1 @5 0; futex 8 12 1 1 @4 0; "
                        + "futex @0 12 1 1 8 0; futex @0 268 1 0 @4 0; futex @0 140 1 1 @4 0; peek @0"
            })
    void futexes_of_the_new_calls_and_those_that_move_to_locks(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait4 -1 0 0 0; wait4 -1 0 0x10 0; wait4 -2147483648 0 0 0; wait4 0 0 1 0; wait4 999999 8 1 8; "
                        + "wait4 -1 0 0xe000000b 0; wait4 -1 0 0x1000000 0",
                "waitid 0 0 0 0 0; waitid 0 0 0 4 0; waitid 4 0 0 4 0; waitid 1 0 0 4 0; waitid 1 -1 0 4 0; "
                        + "waitid 2 -1 0 4 0; waitid 2 0 0 4 0; waitid 3 -1 0 4 0; waitid 3 900 0 4 0; "
                        + "waitid 0 0 0 0x14 0; waitid 0 0 8 4 0",
                "poke @0 7; poke @8 7; poke @16 7; poke @24 7; waitid 1 999999 @0 4 0; peek @0; peek @16",
                "getpgid 0; getpgid 999999; getpgid -1; getpgrp; getsid 0; getsid 999999; setsid",
                "setpgid 0 0; setpgid 0 -1; setpgid -1 0; setpgid 999999 0; setpgid 1 0; setpgid P P; setpgid 0 999999",
                "exit 5",
                "exit_group 256",
                "exit_group -1",
                "set_robust_list 0 24; set_robust_list 8 23; set_robust_list 8 24; get_robust_list 0 @0 @8; peek @0; peek @8; "
                        + "get_robust_list 999999 @0 @8; get_robust_list 0 8 @8; get_robust_list -1 @0 @8; set_tid_address 8"
            })
    void ends_groups_and_waits(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "getrlimit 16 @0; getrlimit -1 @0; getrlimit 3 8; setrlimit 3 8; setrlimit 16 @0; setrlimit 16 8",
                "poke @0 5; poke @8 4; setrlimit 3 @0; poke @8 6; setrlimit 3 @0; getrlimit 3 @16; peek @16; peek @24",
                "poke @0 5; poke @8 1048577; setrlimit 7 @0",
                "prlimit64 999999 3 0 0; prlimit64 -1 3 0 0; prlimit64 0 16 0 0; prlimit64 0 3 8 0; prlimit64 0 3 0 8; "
                        + "prlimit64 0 3 0 0; prlimit64 P 4 0 @0; peek @0; prlimit64 999999 16 8 0",
                "getrusage 2 @0; getrusage -2 @0; getrusage 0 8; getrusage -1 @0; getrusage 1 @0; getrusage 9 8; times 8"
            })
    void limits(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sched_yield; sched_getscheduler 0; sched_getscheduler -1; sched_getscheduler 999999; "
                        + "sched_getparam 0 @0; sched_getparam 0 0; sched_getparam 0 8; sched_getparam -1 @0; "
                        + "sched_getparam 999999 @0",
                "sched_get_priority_max 0; sched_get_priority_max 1; sched_get_priority_max 2; sched_get_priority_max 3; "
                        + "sched_get_priority_max 4; sched_get_priority_max 5; sched_get_priority_max 6; "
                        + "sched_get_priority_max -1; sched_get_priority_max 8",
                "sched_get_priority_min 0; sched_get_priority_min 1; sched_get_priority_min 2; sched_get_priority_min 3; "
                        + "sched_get_priority_min 5; sched_get_priority_min 6; sched_get_priority_min 99",
                "sched_setscheduler 0 0 @0; sched_setscheduler 0 1 @0; sched_setscheduler 0 -1 @0; "
                        + "sched_setscheduler 0 4 @0; sched_setscheduler 0 0 0; sched_setscheduler 0 0 8; "
                        + "sched_setscheduler -1 0 @0; sched_setscheduler 999999 0 @0; poke @0 100; "
                        + "sched_setscheduler 0 1 @0; poke @0 1; sched_setscheduler 0 0 @0; sched_setscheduler 0 6 @0",
                "poke @0 7; sched_setscheduler 0 0x40000002 @0; sched_getscheduler 0; sched_getparam 0 @8; peek @8; "
                        + "poke @0 9; sched_setparam 0 @0; sched_getparam 0 @8; peek @8; poke @0 0; sched_setparam 0 @0; "
                        + "sched_rr_get_interval 0 @16; peek @16; peek @24; sched_setscheduler 0 3 @0; sched_getscheduler 0",
                "sched_rr_get_interval -1 @0; sched_rr_get_interval 999999 @0; sched_rr_get_interval 0 8",
                "sched_getaffinity 0 0 @0; sched_getaffinity 0 4 @0; sched_getaffinity 0 9 @0; sched_getaffinity 0 8 @0; "
                        + "sched_getaffinity 999999 8 @0; sched_getaffinity 0 8 8; "
                        + "sched_getaffinity -1 8 @0",
                "sched_setaffinity 0 8 @0; sched_setaffinity 0 0 @0; sched_setaffinity 0 8 8; sched_setaffinity 999999 8 @0; "
                        + "poke @0 1; sched_setaffinity 0 8 @0; sched_getaffinity 0 8 @8; peek @8; sched_setaffinity 0 1 @0; "
                        + "poke @0 0x8000000000000000; sched_setaffinity 0 8 @0; sched_setaffinity -1 8 @0",
                "getpriority 0 0; getpriority 3 0; getpriority -1 0; getpriority 0 999999; getpriority 1 0; "
                        + "getpriority 1 999999; getpriority 2 999999",
                "setpriority 0 0 5; getpriority 0 0; setpriority 0 0 99; getpriority 0 0; setpriority 0 0 -99; "
                        + "getpriority 0 0; setpriority 1 0 3; getpriority 1 0; setpriority 5 0 0; setpriority 0 999999 0; "
                        + "setpriority 1 999999 0",
                "getcpu 0 0 0; getcpu 8 0 0; getcpu 0 8 0"
            })
    void scheduling(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "poke @0 0x6c6f6f6f6f6f6f6f; poke @8 0x6c6f6f6f6f6f6f6f; poke @16 0x41; prctl 15 @0 0 0 0; "
                        + "prctl 16 @64 0 0 0; peek @64; peek @72; poke @0 0x4241; prctl 15 @0 0 0 0; prctl 16 @64 0 0 0; "
                        + "peek @64; peek @72; prctl 15 8 0 0 0; prctl 16 8 0 0 0",
                "prctl 1 65 0 0 0; prctl 1 9 0 0 0; prctl 2 @0 0 0 0; peek @0; prctl 2 8 0 0 0; prctl 1 -1 0 0 0",
                "prctl 3 0 0 0 0; prctl 4 2 0 0 0; prctl 4 0 0 0 0; prctl 3 0 0 0 0; prctl 4 -1 0 0 0",
                "prctl 7 0 0 0 0; prctl 8 1 0 0 0; prctl 7 0 0 0 0; prctl 8 2 0 0 0; prctl 8 0 0 0 0",
                "prctl 13 0 0 0 0; prctl 14 0 0 0 0; prctl 14 1 0 0 0; prctl 21 0 0 0 0; prctl 25 @0 0 0 0; peek @0",
                "prctl 23 0 0 0 0; prctl 23 63 0 0 0; prctl 23 -1 0 0 0; prctl 24 99 0 0 0",
                "prctl 27 0 0 0 0; prctl 28 256 0 0 0; prctl 28 32 0 0 0; prctl 27 0 0 0 0; prctl 28 0 0 0 0; "
                        + "prctl 8 1 0 0 0",
                "prctl 30 0 0 0 0; prctl 29 77 0 0 0; prctl 30 0 0 0 0; prctl 29 0 0 0 0; prctl 30 0 0 0 0",
                "prctl 36 1 0 0 0; prctl 37 @0 0 0 0; peek @0; prctl 37 8 0 0 0; prctl 36 0 0 0 0",
                "prctl 39 0 0 0 0; prctl 38 1 1 0 0; prctl 38 0 0 0 0; prctl 38 2 0 0 0; prctl 38 1 0 0 0; "
                        + "prctl 39 0 0 0 0; prctl 39 1 0 0 0; prctl 38 0 0 0 0",
                "set_tid_address 0x1230; prctl 40 @0 0 0 0; peek @0; prctl 40 8 0 0 0",
                "prctl 42 0 0 0 0; prctl 41 1 0 0 0; prctl 42 0 0 0 0; prctl 42 1 0 0 0; prctl 41 1 0 0 1; "
                        + "prctl 41 0 0 0 0; prctl 42 0 0 0 0",
                "prctl 47 4 0 0 0; prctl 47 4 1 0 0; prctl 47 1 0 0 0; prctl 47 1 99 0 0; prctl 47 3 0 0 0; "
                        + "prctl 47 5 0 0 0; prctl 47 2 0 0 1",
                "prctl 0 0 0 0 0; prctl -1 0 0 0 0; prctl 99999 0 0 0 0; prctl 17 0 0 0 0",
                "personality 0xffffffff; personality 0x40000; personality 0xffffffff; personality 0; personality 0xffffffff"
            })
    void properties(String scenario) {
        agree(scenario);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uname @0; peek @0; uname 8; sysinfo @0; sysinfo 8",
                "getrandom @0 16 0; getrandom @0 16 8; getrandom @0 16 6; getrandom @0 16 7; getrandom @0 0 0; "
                        + "getrandom 8 16 0; getrandom 8 0 0; getrandom @4090 16 0; getrandom @4096 1 1",
                "sethostname @0 65; sethostname @0 -1; sethostname 8 1; setdomainname @0 65; setdomainname @0 -1"
            })
    void the_system(String scenario) {
        agree(scenario);
    }
}
