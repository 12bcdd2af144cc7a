#include "tests/end_to_end/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iterator>

#include "gtest/gtest.h"

extern char** environ;

namespace scrubline {

Process::Process(const std::string& program, const std::vector<std::string>& arguments) {
  static std::atomic<int> count = 0;
  error_path_ = ::testing::TempDir() + "/process_" + std::to_string(getpid()) + "_" +
                std::to_string(count++) + ".err";
  int pipe_ends[2];
  EXPECT_EQ(pipe2(pipe_ends, O_CLOEXEC), 0);
  out_ = pipe_ends[0];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, error_path_.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  std::vector<std::string> texts = {program};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& text : texts) argv.push_back(text.data());
  argv.push_back(nullptr);
  const int error = posix_spawn(&pid_, program.c_str(), &actions, nullptr, argv.data(), environ);
  EXPECT_EQ(error, 0) << program;
  if (error != 0) pid_ = -1;
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
}

Process::~Process() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    Wait();
  }
  close(out_);
  unlink(error_path_.c_str());
}

std::string Process::ReadLine() {
  std::string line;
  char c = 0;
  while (read(out_, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

std::string Process::ReadAll() {
  std::string text;
  char buffer[4096];
  for (ssize_t n = 0; (n = read(out_, buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<size_t>(n));
  }
  return text;
}

void Process::Signal(int signal) {
  // To -1 it would go to every process there is.
  if (pid_ > 0) kill(pid_, signal);
}

int Process::Wait() {
  int status = 0;
  if (pid_ <= 0 || waitpid(pid_, &status, 0) != pid_) return -1;
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string Process::StandardError() const {
  std::ifstream file(error_path_);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace scrubline
