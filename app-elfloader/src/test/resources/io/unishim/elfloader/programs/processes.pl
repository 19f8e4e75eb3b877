# Processes, signals, pipes and timers as Perl has them.
use strict; use Time::HiRes qw(sleep alarm);
$| = 1;
$SIG{USR1} = sub { print "usr1\n" }; kill 'USR1', $$;
pipe(my $r, my $w); my $pid = fork();
if (!$pid) { close $r; print $w "child\n"; close $w; exit 3 }
close $w; print <$r>; waitpid($pid, 0); print $? >> 8, "\n";
print `echo from a shell`;
my $alarm = 0; $SIG{ALRM} = sub { $alarm++ }; alarm(0.01); sleep(0.5); print "alarm $alarm\n";
my @kids; for my $i (1..5) { my $k = fork(); if (!$k) { exit $i } push @kids, $k }
print join(",", map { waitpid($_, 0); $? >> 8 } @kids), "\n";
$SIG{CHLD} = 'IGNORE'; my $gone = fork(); if (!$gone) { exit 1 } waitpid($gone, 0); print "reaped $?\n";
$SIG{CHLD} = 'DEFAULT'; my $k = fork(); if (!$k) { sleep 60; exit } kill 'TERM', $k; waitpid($k, 0); print "signal ", $? & 127, "\n";
open(my $c, '-|', 'printf "%s\n" a b c') or die; print scalar(my @l = <$c>), "\n"; close $c;
print join(' ', (times)[0] >= 0 ? 'times' : ''), "\n";
END { print "end\n" unless $? }
