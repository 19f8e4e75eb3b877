# Processes, signals, pipes and threads as Ruby has them.
trap("USR1") { puts "usr1" }
Process.kill("USR1", Process.pid)
r, w = IO.pipe
pid = fork { r.close; w.puts "child"; w.close; exit!(3) }
w.close
puts r.read
Process.wait(pid)
puts $?.exitstatus
puts `echo from a shell`
t = (1..4).map { |i| Thread.new { sleep 0.01; i * i } }
p t.map(&:value)
m = Mutex.new; c = 0
10.times.map { Thread.new { 100.times { m.synchronize { c += 1 } } } }.each(&:join)
p c
q = Queue.new
Thread.new { 3.times { |i| q << i } }
p 3.times.map { q.pop }
p system("exit 4"), $?.exitstatus
pid = spawn("cat", in: "/dev/null"); Process.wait pid; p $?.success?
at_exit { puts "bye" }
begin; raise Interrupt; rescue Interrupt; puts "interrupt"; end
