"""Addresses of one's own account, under /fa/desk/."""

from django.urls import path

from .views.account import AccountView, PasswordView
from .views.passwords import ChoosePasswordView, ForgottenView
from .views.second_step import CodeView, SecondFactorView, SetUpView
from .views.sign_in import SignInView, SignOutView

app_name = "accounts"

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="sign-in"),
    path("sign-in/code/", CodeView.as_view(), name="code"),
    path("sign-out/", SignOutView.as_view(), name="sign-out"),
    path("account/", AccountView.as_view(), name="account"),
    path("account/password/", PasswordView.as_view(), name="password"),
    path("account/second-step/", SecondFactorView.as_view(), name="second-factor"),
    path("account/second-step/set-up/", SetUpView.as_view(), name="set-up"),
    path("forgotten/", ForgottenView.as_view(), name="forgotten"),
    path("password/<uidb64>/<token>/", ChoosePasswordView.as_view(), name="choose-password"),
]
